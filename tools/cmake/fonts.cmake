# The fonts the application draws with, cut to the characters in tools/fonts.json, as a C++ source.
# Node makes them; where there is none (a native build after `./run` made them) they are used as found.
set(BACKPROP_FONTS_DIR ${PROJECT_SOURCE_DIR}/build/generated/fonts)
find_program(BACKPROP_NODE NAMES node nodejs)
set(fonts ${BACKPROP_FONTS_DIR}/fonts_data.cpp)
if(BACKPROP_NODE AND EXISTS ${PROJECT_SOURCE_DIR}/node_modules/subset-font)
  set(make_fonts ${BACKPROP_NODE} ${PROJECT_SOURCE_DIR}/tools/fonts.mjs ${BACKPROP_FONTS_DIR})
  execute_process(COMMAND ${make_fonts} COMMAND_ERROR_IS_FATAL ANY)
  add_custom_command(OUTPUT ${fonts} COMMAND ${make_fonts}
    DEPENDS ${PROJECT_SOURCE_DIR}/tools/fonts.json ${PROJECT_SOURCE_DIR}/tools/fonts.mjs
    ${PROJECT_SOURCE_DIR}/tools/truetype.mjs VERBATIM)
elseif(NOT EXISTS ${fonts})
  message(FATAL_ERROR "The fonts are made by Node 22 or later: install it and run `npm ci` here.")
endif()
add_library(backprop_fonts STATIC ${fonts})
target_include_directories(backprop_fonts PUBLIC ${BACKPROP_FONTS_DIR})
