# SPDX-License-Identifier: Apache-2.0
# What find_package(cotidy-runtime) reads: the target cotidy::runtime.
include(CMakeFindDependencyMacro)
find_dependency(Threads)
include(${CMAKE_CURRENT_LIST_DIR}/cotidy-runtime-targets.cmake)
