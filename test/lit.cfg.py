# SPDX-License-Identifier: Apache-2.0
# How the tests are run: which files are tests, and what the words in their RUN lines mean.
#
#   %tidy      stock clang-tidy with the plugin loaded; the checks are still to be named
#   %plugin    the plugin's file
#   %cotidy    the driver        (REQUIRES: cotidy)
#   %clangd    cotidy-clangd     (REQUIRES: clangd)
#   %validate  cotidy-validate (REQUIRES: validate, but in its own folder)
#   %check     runs a check on a file that is marked with what it has to say (check_coro.py)
#   %run-fixed builds and runs a program before and after its fixes (run_fixed.py)
#   %before-after FILE FOLDER makes two programs of one (before_after.py)
#   %inputs    the folder test/Inputs, with small declarations of the libraries
#   %flags     `--` and the flags for hermetic C++20 with %inputs
#   %{in-neovim}  Neovim with neovim.lua and %clangd (REQUIRES: neovim, clangd)
#   %clang++   the compiler that cotidy is built with
#   %exits N   the rest of the line is a command that must end with exit code N
import glob
import os
import shutil
import subprocess
import lit.formats

config.name = "cotidy"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".cpp", ".c", ".test"]
config.excludes = ["Inputs", "CMakeLists.txt", "bench"]
config.test_source_root = os.path.dirname(__file__)

version = config.llvm_version
tools = config.llvm_tools
inputs = os.path.join(config.test_source_root, "Inputs")


def tool(name):
    """A program of the LLVM under test: Debian's name, else the one in its own folder."""
    versioned = f"/usr/bin/{name}-{version}"
    return versioned if os.path.exists(versioned) else os.path.join(tools, name)


config.available_features.add(f"llvm-{version}")
if config.driver:
    config.available_features.add("cotidy")
if config.clangd:
    config.available_features.add("clangd")
if config.validate:
    config.available_features.add("validate")
try:
    for end in os.openpty():
        os.close(end)
    config.available_features.add("terminal")
except OSError:
    pass  # A build machine without /dev/pts.
if subprocess.run([config.python, "-c", "import yaml"], stderr=subprocess.DEVNULL,
                  check=False).returncode == 0:
    config.available_features.add("yaml")
# The real libraries. Boost's coroutines are C++20's since its Asio has cancellation.
for feature, header in (("asio", "asio.hpp"), ("boost", "boost/asio/cancellation_type.hpp")):
    if os.path.exists("/usr/include/" + header):
        config.available_features.add(feature)
qcoro, qt = "/usr/include/qcoro6", glob.glob("/usr/include/*-linux-gnu/qt6")
if qt and os.path.exists(qcoro + "/QCoro/QCoroTask"):
    config.available_features.add("qcoro")
    folders = [qcoro, qcoro + "/qcoro", qcoro + "/QCoro", qt[0], qt[0] + "/QtCore",
               qt[0] + "/QtConcurrent"]
    config.substitutions += [("%{qcoro}", "-fPIC " + " ".join("-isystem " + f for f in folders)),
                             ("%{qcoro-libs}", "-lQCoro6Core -lQt6Concurrent -lQt6Core")]
if shutil.which("nvim"):
    config.available_features.add("neovim")
for shell in ("fish", "zsh"):
    if shutil.which(shell):
        config.available_features.add(shell)
if all(shutil.which(each) for each in ("dpkg-deb", "dpkg-shlibdeps", "file")):
    config.available_features.add("dpkg")
config.substitutions.append(("%{asio}", "-DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE -pthread"))
if config.sanitizers:
    config.available_features.add("sanitized")

# A program that is built without a sanitizer cannot load a plugin that is built with one: there the
# driver, which takes the same options, stands in.
tidy = f"{tool('clang-tidy')} -load={config.plugin} --quiet"
if config.sanitizers:
    tidy = f"{config.driver} --quiet"

# Longer names first: lit replaces in this order, and %clang++ must not lose to a shorter word.
config.substitutions += [
    ("%run-clang-tidy", tool("run-clang-tidy")),
    ("%clang-tidy-diff", f"{config.python} /usr/share/clang/clang-tidy-diff-{version}.py"
     if os.path.exists(f"/usr/share/clang/clang-tidy-diff-{version}.py")
     else f"{config.python} {os.path.dirname(tools)}/share/clang/clang-tidy-diff.py"),
    ("%check", f"{config.python} {config.test_source_root}/check_coro.py --temp=%t"
     f" --tidy='{tidy}'"
     f" --clang={config.compiler} --cotidy='{config.driver}'"),
    ("%before-after", f"{config.python} {config.test_source_root}/before_after.py"),
    ("%run-fixed", f"{config.python} {config.test_source_root}/run_fixed.py --temp=%t"
     f" --clang={config.compiler} --cotidy='{config.driver}'"),
    ("%clang-tidy", tool("clang-tidy")),
    (r"%clang\+\+", config.compiler),
    ("%tidy", tidy),
    ("%cotidy", config.driver or "cotidy-is-not-built"),
    ("%validate", config.validate or "cotidy-validate-is-not-built"),
    # Neovim wants a place for its log, and waits for more when its input stays open.
    ("%{in-neovim}", f"HOME=%t XDG_CONFIG_HOME=%t XDG_CACHE_HOME=%t"
     f" SERVER='{config.clangd} --background-index=false' nvim --headless -u NONE -i NONE -n"
     f" -S {config.test_source_root}/clangd/Inputs/neovim.lua 2> err.txt < /dev/null"),
    ("%clangd", config.clangd or "cotidy-clangd-is-not-built"),
    ("%plugin", config.plugin),
    ("%inputs", inputs),
    ("%flags", f"-- -std=c++20 -nostdinc++ -I{inputs}"),
    ("%exits", f"{config.python} {inputs}/exits.py"),
    ("%python", config.python),
    ("%cmake", config.cmake),
    ("%{llvm-tools}", tools),
    ("%{source}", config.cotidy_source),
    ("%{build}", os.path.dirname(config.test_exec_root)),
]

config.environment["PATH"] = os.pathsep.join([tools, os.environ["PATH"]])
# No test gets results of an earlier one: where no folder can be made, there is no cache.
config.environment["XDG_CACHE_HOME"] = "/dev/null/none"
config.environment["FILECHECK_OPTS"] = "--dump-input-filter=error"
if config.sanitizers:
    # LLVM's archives are built without sanitizers and do not mark what their pools hand out; the
    # workers end without freeing what they have, as clang does.
    config.environment["ASAN_OPTIONS"] = "allow_user_poisoning=0:detect_leaks=0"
for name in ("UBSAN_OPTIONS", "CCACHE_DIR", "CCACHE_DISABLE"):
    if name in os.environ:
        config.environment[name] = os.environ[name]
