# SPDX-License-Identifier: Apache-2.0
# Completion of cotidy's command line in bash.
_cotidy() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  # Bash splits at `=`.
  [[ $word == '=' ]] && word=
  [[ $before == '=' ]] && before=${COMP_WORDS[COMP_CWORD - 2]}
  local checks
  case $before in
    --checks | --warnings-as-errors | --explain)
      checks=$(cotidy --list-checks --checks='*' 2>/dev/null | grep -o '^ *coro-[a-z-]*' | tr -d ' ') ;;
  esac
  case $before in
    --checks | --warnings-as-errors)
      # A list; a minus takes away.
      local last=${word##*,}
      last=${last#-}
      local first=${word%"$last"}
      COMPREPLY=($(compgen -P "$first" -W "'coro-*' $checks" -- "$last"))
      compopt -o nospace
      return ;;
    --explain)
      COMPREPLY=($(compgen -W "$checks" -- "$word"))
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
