# SPDX-License-Identifier: Apache-2.0
# find_package(cotidy): the program, and targets that lint what other targets compile.
#
#   cotidy_lint(TARGET [OPTION...])
#
# makes the target TARGET-cotidy, which lints the C++ sources of TARGET with these options of the
# program, and cotidy-lint, which does so for all. TARGET is built first, so that the headers that
# it generates are there.
find_program(COTIDY_PROGRAM cotidy HINTS ${CMAKE_CURRENT_LIST_DIR}/../../../bin
  ${CMAKE_CURRENT_LIST_DIR}/../../../../bin)
if(NOT COTIDY_PROGRAM)
  set(cotidy_FOUND FALSE)
  set(cotidy_NOT_FOUND_MESSAGE "the program cotidy is not there; set COTIDY_PROGRAM")
  return()
endif()

function(cotidy_lint target)
  if(NOT TARGET ${target})
    message(FATAL_ERROR "cotidy_lint: there is no target ${target}")
  endif()
  if(NOT CMAKE_GENERATOR MATCHES "Ninja|Makefiles")
    message(FATAL_ERROR "cotidy_lint: ${CMAKE_GENERATOR} writes no compile_commands.json; "
                        "use Ninja or Makefiles")
  endif()
  # Whatever CMAKE_EXPORT_COMPILE_COMMANDS is.
  set_target_properties(${target} PROPERTIES EXPORT_COMPILE_COMMANDS ON)
  get_target_property(folder ${target} SOURCE_DIR)
  set(sources "$<TARGET_PROPERTY:${target},SOURCES>")
  set(sources "$<FILTER:${sources},INCLUDE,\\.(cc|cp|cpp|cxx|c\\+\\+|C|cppm|ixx)$>")
  add_custom_target(${target}-cotidy
    COMMAND ${COTIDY_PROGRAM} -p ${CMAKE_BINARY_DIR} ${ARGN} "${sources}"
    WORKING_DIRECTORY ${folder}
    COMMENT "Linting ${target}" VERBATIM COMMAND_EXPAND_LISTS)
  add_dependencies(${target}-cotidy ${target})
  if(NOT TARGET cotidy-lint)
    add_custom_target(cotidy-lint)
  endif()
  add_dependencies(cotidy-lint ${target}-cotidy)
endfunction()
