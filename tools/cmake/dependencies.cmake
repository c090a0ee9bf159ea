# Libraries from elsewhere, each a pinned release. When BACKPROP_DEPS_DIR (environment or cache) holds
# a folder of that name, as `./run` arranges on Debian, it is used and nothing is downloaded.
include(FetchContent)
set(BACKPROP_DEPS_DIR "" CACHE PATH "Folder with unpacked library sources")
if(NOT "$ENV{BACKPROP_DEPS_DIR}" STREQUAL "")
  set(BACKPROP_DEPS_DIR "$ENV{BACKPROP_DEPS_DIR}" CACHE PATH "" FORCE)
endif()
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tools/sources.txt)

# SOURCE_SUBDIR names a folder without a CMakeLists.txt where only the files are wanted.
function(backprop_fetch name url sha256)
  string(TOUPPER ${name} upper)
  if(BACKPROP_DEPS_DIR AND IS_DIRECTORY "${BACKPROP_DEPS_DIR}/${name}")
    set(FETCHCONTENT_SOURCE_DIR_${upper} "${BACKPROP_DEPS_DIR}/${name}")
  endif()
  FetchContent_Declare(${name} URL ${url} URL_HASH SHA256=${sha256} DOWNLOAD_EXTRACT_TIMESTAMP OFF
    EXCLUDE_FROM_ALL SYSTEM ${ARGN})
  FetchContent_MakeAvailable(${name})
  set(${name}_SOURCE_DIR "${${name}_SOURCE_DIR}" PARENT_SCOPE)
endfunction()

# Dear ImGui with its OpenGL 3 backend, and for a native window GLFW's (v1.92.2b, by commit)
function(backprop_fetch_imgui)
  backprop_fetch(imgui
    https://codeload.github.com/ocornut/imgui/tar.gz/45acd5e0e82f4c954432533ae9985ff0e1aad6d5
    97484925aec2f4d3e913d6644d46b234f8d6d8d98c6aa9c50109e0f0df772090 SOURCE_SUBDIR none)
  set(imgui_SOURCE_DIR "${imgui_SOURCE_DIR}" CACHE INTERNAL "")
  set(src "${imgui_SOURCE_DIR}")
  add_library(imgui STATIC EXCLUDE_FROM_ALL ${src}/imgui.cpp ${src}/imgui_draw.cpp
    ${PROJECT_SOURCE_DIR}/tools/cmake/imgui_without_tables.cpp ${src}/imgui_widgets.cpp)
  target_include_directories(imgui SYSTEM PUBLIC ${src} ${src}/backends)
  # A list of a large network or of many points has more vertices than 16 bits count, and WebGL knows
  # no offset to them.
  target_compile_definitions(imgui PUBLIC "ImDrawIdx=unsigned int" IMGUI_DISABLE_OBSOLETE_FUNCTIONS
    IMGUI_DISABLE_DEMO_WINDOWS IMGUI_DISABLE_DEBUG_TOOLS IMGUI_DISABLE_DEFAULT_FONT
    $<$<BOOL:${EMSCRIPTEN}>:IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS> IMGUI_DISABLE_FILE_FUNCTIONS)
  target_link_libraries(imgui PRIVATE backprop_small)
  if(EMSCRIPTEN AND NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
    # Its messages about wrong use are for those who build Debug.
    target_compile_options(imgui PRIVATE "-DIM_ASSERT_USER_ERROR(condition,message)=((void)0)")
  endif()
  # The window and the graphics API, apart, so that tests can draw without either
  add_library(imgui_backends STATIC EXCLUDE_FROM_ALL ${src}/backends/imgui_impl_opengl3.cpp
    $<$<NOT:$<BOOL:${EMSCRIPTEN}>>:${src}/backends/imgui_impl_glfw.cpp>)
  target_link_libraries(imgui_backends PUBLIC imgui PRIVATE backprop_small)
  if(EMSCRIPTEN)
    target_compile_definitions(imgui_backends PUBLIC IMGUI_IMPL_OPENGL_ES3)
  else()
    target_link_libraries(imgui_backends PUBLIC glfw OpenGL::GL ${CMAKE_DL_LIBS})
  endif()
endfunction()

# Catch2 as its one-file release: a tenth of the compile time of its parts. Kept fast to compile, and
# out of the sanitizers' sight, since it is not what is tested.
function(backprop_fetch_catch2)
  backprop_fetch(catch2 https://github.com/catchorg/Catch2/archive/refs/tags/v3.7.1.tar.gz
    c991b247a1a0d7bb9c39aa35faf0fe9e19764213f28ffba3109388e62ee0269c SOURCE_SUBDIR none)
  set(catch2_SOURCE_DIR "${catch2_SOURCE_DIR}" CACHE INTERNAL "")
  set(CATCH_CONFIG_DEFAULT_REPORTER console)
  set(CATCH_CONFIG_CONSOLE_WIDTH 100)
  configure_file(${catch2_SOURCE_DIR}/src/catch2/catch_user_config.hpp.in
    ${CMAKE_CURRENT_BINARY_DIR}/catch2/catch2/catch_user_config.hpp)
  add_library(catch2 STATIC EXCLUDE_FROM_ALL ${catch2_SOURCE_DIR}/extras/catch_amalgamated.cpp)
  target_include_directories(catch2 SYSTEM PUBLIC ${catch2_SOURCE_DIR}/src
    ${CMAKE_CURRENT_BINARY_DIR}/catch2)
  target_compile_options(catch2 PRIVATE -O0 -g0 $<$<BOOL:${BACKPROP_SANITIZE}>:-fno-sanitize=all>)
  if(EMSCRIPTEN)
    target_compile_options(catch2 PUBLIC -fwasm-exceptions)
    target_link_options(catch2 INTERFACE -fwasm-exceptions)
  endif()
endfunction()

function(backprop_fetch_yyjson)
  backprop_fetch(yyjson https://github.com/ibireme/yyjson/archive/refs/tags/0.10.0.tar.gz
    0d901cb2c45c5586e3f3a4245e58c2252d6b24bf4b402723f6179523d389b165 SOURCE_SUBDIR none)
  set(yyjson_SOURCE_DIR "${yyjson_SOURCE_DIR}" CACHE INTERNAL "")
  add_library(yyjson STATIC EXCLUDE_FROM_ALL ${yyjson_SOURCE_DIR}/src/yyjson.c)
  target_include_directories(yyjson SYSTEM PUBLIC ${yyjson_SOURCE_DIR}/src)
  # Numbers are read and written as text (engine/base/json.h), so its own tables for them stay out.
  target_compile_definitions(yyjson PRIVATE YYJSON_DISABLE_FAST_FP_CONV=1 YYJSON_DISABLE_NON_STANDARD=1)
  if(EMSCRIPTEN)
    target_compile_definitions(yyjson PUBLIC yyjson_inline=inline)  # else all is one function
  endif()
  target_link_libraries(yyjson PRIVATE backprop_small)
endfunction()

function(backprop_fetch_cli11)
  backprop_fetch(cli11 https://github.com/CLIUtils/CLI11/archive/refs/tags/v2.6.1.tar.gz
    377691f3fac2b340f12a2f79f523c780564578ba3d6eaf5238e9f35895d5ba95 SOURCE_SUBDIR none)
  set(cli11_SOURCE_DIR "${cli11_SOURCE_DIR}" CACHE INTERNAL "")
  # Its functions compiled once, not in every file that declares an option; and, like Catch2, out of
  # the sanitizers' sight.
  add_library(cli11 STATIC EXCLUDE_FROM_ALL ${cli11_SOURCE_DIR}/src/Precompile.cpp)
  target_include_directories(cli11 SYSTEM PUBLIC ${cli11_SOURCE_DIR}/include)
  target_compile_definitions(cli11 PUBLIC CLI11_COMPILE)
  target_compile_options(cli11 PRIVATE -O0 -g0 $<$<BOOL:${BACKPROP_SANITIZE}>:-fno-sanitize=all>)
endfunction()

# stb_image_write, with which the command line writes pictures (no releases: by commit)
function(backprop_fetch_stb)
  backprop_fetch(stb
    https://codeload.github.com/nothings/stb/tar.gz/31c1ad37456438565541f4919958214b6e762fb4
    e4e3bba9c572a4a4148373a914d88ea0f0d11de8cc2c66739926e7eca0223319 SOURCE_SUBDIR none)
  add_library(stb INTERFACE)
  target_include_directories(stb SYSTEM INTERFACE ${stb_SOURCE_DIR})
endfunction()
