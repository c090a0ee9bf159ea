# Sources of a target, compiled a dozen at a time: the headers that they share, and what templates make
# of them, are then done once for all of them. It takes half of the time of a build from nothing, and
# makes one after a small change slower, so it is for builds of the whole.
#   backprop_together(TARGET [SOURCE...]): but for SOURCEs, which stay apart
option(BACKPROP_TOGETHER "Compile sources of a target together (builds from nothing)" OFF)

function(backprop_together target)
  if(BACKPROP_TOGETHER)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)
    set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    # It speaks of what is in another file than the main one, and here all is.
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-subobject-linkage>)
  endif()
endfunction()
