# SPDX-License-Identifier: Apache-2.0
# Asks bash's completion of cotidy for some: complete.sh SCRIPT COTIDY
source "$1"
program=$2
cotidy() { "$program" "$@"; }
ask() {
  COMP_WORDS=(cotidy "$@")
  COMP_CWORD=$#
  COMPREPLY=()
  _cotidy
  echo "${COMPREPLY[*]}"
}
echo "options: $(ask --)"
echo "checks: $(ask --checks = coro-b)"
echo "formats: $(ask --output = s)"
