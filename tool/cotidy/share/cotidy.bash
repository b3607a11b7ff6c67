# SPDX-License-Identifier: Apache-2.0
# Completion of cotidy's command line in bash.
_cotidy() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  # Bash splits at `=`.
  [[ $word == '=' ]] && word=
  [[ $before == '=' ]] && before=${COMP_WORDS[COMP_CWORD - 2]}
  case $before in
    --checks | --warnings-as-errors)
      COMPREPLY=($(compgen -W "coro-* $(cotidy --list-checks --checks='*' 2>/dev/null |
        grep -o 'coro-[a-z-]*')" -- "$word"))
      return ;;
    --output)
      COMPREPLY=($(compgen -W 'text sarif github gitlab junit jsonl' -- "$word"))
      return ;;
    --diff)
      COMPREPLY=($(compgen -W "$(git for-each-ref --format='%(refname:short)' 2>/dev/null)" -- \
        "$word"))
      return ;;
  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$(cotidy --help 2>/dev/null | grep -o '^  -[-a-z]*' | tr -d ' ')" -- \
      "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _cotidy cotidy
