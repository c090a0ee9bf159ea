# Headers that most files of a target include, read once for all of them: a third to a half of the time
# of the shorter files goes into reading the same ones. Every file still includes what
# it uses: clang-tidy and the optimised native build read each without this.
#   backprop_precompile(TARGET [HEADER...]): those of C++ that all our code uses, and HEADERs
option(BACKPROP_PRECOMPILE "Precompile common headers" ON)

# A compiler cache and this are in each other's way. And when GCC optimises, it forgets which lines came
# precompiled from the system's headers, and warns of them.
if(CMAKE_CXX_COMPILER_LAUNCHER OR (CMAKE_CXX_COMPILER_ID STREQUAL GNU AND NOT CMAKE_BUILD_TYPE STREQUAL Debug))
  set(BACKPROP_PRECOMPILE OFF)
endif()

function(backprop_precompile target)
  if(NOT BACKPROP_PRECOMPILE)
    return()
  endif()
  target_precompile_headers(${target} PRIVATE <algorithm> <array> <bit> <cmath> <cstddef> <cstdint>
    <cstdio> <expected> <functional> <limits> <memory> <optional> <span> <string> <string_view>
    <utility> <variant> <vector> ${ARGN})
endfunction()
