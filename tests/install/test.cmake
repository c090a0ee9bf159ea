# Installs the engine into a folder of its own, builds consumer.cpp and every installed header
# against it, and runs it: what it prints is what expected.txt and the README say.
set(work ${BUILD}/install-test)
file(REMOVE_RECURSE ${work})

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT code EQUAL 0)
    string(REPLACE ";" " " command "${ARGN}")
    message(FATAL_ERROR "${command}: ${code}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --config ${CONFIG} --component engine --prefix ${work}/prefix)

# A copy of the consumer, which also asks for the version and includes all that was installed.
file(COPY ${CMAKE_CURRENT_LIST_DIR}/CMakeLists.txt ${CMAKE_CURRENT_LIST_DIR}/consumer.cpp
  DESTINATION ${work}/source)
file(GLOB_RECURSE headers RELATIVE ${work}/prefix/include/backprop ${work}/prefix/include/backprop/engine/*.h)
list(LENGTH headers count)
if(count LESS 20)
  message(FATAL_ERROR "Only ${count} headers were installed")
endif()
list(TRANSFORM headers REPLACE "(.+)" "#include \"\\1\"\n")
list(JOIN headers "" text)
file(WRITE ${work}/source/headers.cpp "${text}")
file(APPEND ${work}/source/CMakeLists.txt [[
target_sources(consumer PRIVATE headers.cpp)
if(NOT backprop_VERSION VERSION_EQUAL expected_version)
  message(FATAL_ERROR "backprop ${backprop_VERSION} instead of ${expected_version}")
endif()
]])
run(${CMAKE_COMMAND} -S ${work}/source -B ${work}/build -G ${GENERATOR}
  -D CMAKE_CXX_COMPILER=${COMPILER} -D CMAKE_BUILD_TYPE=${CONFIG}
  -D CMAKE_PREFIX_PATH=${work}/prefix -D expected_version=${VERSION})
run(${CMAKE_COMMAND} --build ${work}/build --config ${CONFIG})

run(${work}/build/consumer)
file(READ ${CMAKE_CURRENT_LIST_DIR}/expected.txt expected)
if(NOT output STREQUAL expected)
  message(FATAL_ERROR "The consumer printed\n${output}instead of\n${expected}")
endif()
