# The Python that writes a training step down, assets/dump_step.py, inside the command line.
function(backprop_dump_step_text folder)
  set(file ${PROJECT_SOURCE_DIR}/assets/dump_step.py)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} text)
  set(source "#include \"shell/cli/dump_step.h\"\n\nnamespace backprop {\n\nstd::string_view dump_step_text() { return R\"python(${text})python\"; }\n\n}  // namespace backprop\n")
  file(CONFIGURE OUTPUT ${folder}/dump_step.cpp CONTENT "@source@" @ONLY NEWLINE_STYLE UNIX)
endfunction()
