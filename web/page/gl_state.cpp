// Dear ImGui's backend asks for all state before it draws, and restores it afterwards, for the sake
// of others that draw too. Here nobody else does; but a question makes the page wait until the
// graphics process has drawn everything sent before, which with software rendering is most of a
// frame. So the answers are given here, in place of WebGL's: what a fresh context has.
#include <GLES3/gl3.h>

extern "C" {

void glGetIntegerv(GLenum pname, GLint* data) {
  switch (pname) {
    case GL_MAJOR_VERSION:
      *data = 3;
      break;
    case GL_MAX_TEXTURE_SIZE:
      *data = 4096;  // every WebGL 2 that is in use has that
      break;
    case GL_ACTIVE_TEXTURE:
      *data = GL_TEXTURE0;
      break;
    case GL_BLEND_EQUATION_RGB:
    case GL_BLEND_EQUATION_ALPHA:
      *data = GL_FUNC_ADD;
      break;
    case GL_BLEND_SRC_RGB:
    case GL_BLEND_SRC_ALPHA:
      *data = GL_ONE;
      break;
    case GL_VIEWPORT:
    case GL_SCISSOR_BOX:
      data[0] = data[1] = data[2] = data[3] = 0;
      break;
    default:  // what is bound: nothing
      *data = 0;
  }
}

GLboolean glIsEnabled(GLenum) { return GL_FALSE; }

}  // extern "C"
