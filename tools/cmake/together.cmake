# Sources of a target, compiled a dozen at a time: the headers that they share, and what templates make
# of them, are then done once for all of them. It takes half of the time of a build from nothing, and
# makes one after a small change slower, so it is for builds of the whole.
#   backprop_together(TARGET [SOURCE...]): but for SOURCEs, which stay apart
option(BACKPROP_TOGETHER "Compile sources of a target together (builds from nothing)" OFF)

function(backprop_together target)
  if(BACKPROP_TOGETHER)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
    set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    # By folder, so that a new file changes who stands together in its own folder alone.
    get_target_property(sources ${target} SOURCES)
    list(FILTER sources INCLUDE REGEX "\\.cpp$")
    foreach(source IN LISTS sources)
      file(RELATIVE_PATH folder ${PROJECT_SOURCE_DIR} ${source})
      get_filename_component(folder ${folder} DIRECTORY)
      string(MAKE_C_IDENTIFIER "${folder}" folder)
      list(APPEND in_${folder} ${source})
      list(LENGTH in_${folder} count)
      math(EXPR batch "(${count} - 1) / 12")
      set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${folder}_${batch})
    endforeach()
    # It speaks of what is in another file than the main one, and here all is.
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-subobject-linkage>)
  endif()
endfunction()
