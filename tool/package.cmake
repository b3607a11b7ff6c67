# SPDX-License-Identifier: Apache-2.0
# The Debian package: `cpack --config build/release/CPackConfig.cmake`.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME cotidy)
set(CPACK_PACKAGE_VENDOR "the cotidy authors")
set(CPACK_PACKAGE_CONTACT "the cotidy authors <cotidy@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "linter for C++20 coroutine code")
set(CPACK_PACKAGE_DESCRIPTION "Finds mistakes that C++20 coroutine code makes at run time: calls that
block the event loop, awaits in loops that could overlap, cancellations that are swallowed,
resources that leak. A program of its own, a plugin for clang-tidy, and clangd with the checks.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
# What the programs are linked with, and clang's own headers, which every unit includes.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libclang-common-${COTIDY_LLVM_VERSION}-dev")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "clang-tidy-${COTIDY_LLVM_VERSION}, git")
include(CPack)
