// Dear ImGui's backend asks for all state before it draws, and restores it afterwards, for the sake
// of others that draw too. Here nobody else does; but a question makes the page wait until the
// graphics process has drawn everything sent before, which with software rendering is most of a
// frame. So the answers are given here, in place of WebGL's: what a fresh context has.
#include <GLES3/gl3.h>

extern "C" {

void glGetIntegerv(GLenum name, GLint* value) {
  switch (name) {
    case GL_MAJOR_VERSION:
      *value = 3;
      break;
    case GL_MAX_TEXTURE_SIZE:
      *value = 4096;  // every WebGL 2 that is in use has that
      break;
    case GL_ACTIVE_TEXTURE:
      *value = GL_TEXTURE0;
      break;
    case GL_BLEND_EQUATION_RGB:
    case GL_BLEND_EQUATION_ALPHA:
      *value = GL_FUNC_ADD;
      break;
    case GL_BLEND_SRC_RGB:
    case GL_BLEND_SRC_ALPHA:
      *value = GL_ONE;
      break;
    case GL_VIEWPORT:
    case GL_SCISSOR_BOX:
      value[0] = value[1] = value[2] = value[3] = 0;
      break;
    default:  // what is bound: nothing
      *value = 0;
  }
}

GLboolean glIsEnabled(GLenum) { return GL_FALSE; }

}  // extern "C"
