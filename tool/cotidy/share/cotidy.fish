# SPDX-License-Identifier: Apache-2.0
# Completion of cotidy's command line in fish.
function __cotidy_options
    cotidy --help 2>/dev/null | string match -r '^  -[-a-z]*' | string trim
end
function __cotidy_checks
    cotidy --list-checks --checks='*' 2>/dev/null | string match -r '^ *coro-[a-z-]+' | string trim
end
# A list; a minus takes away.
function __cotidy_lists
    set -l before (commandline -ct | string match -r '^(?:--[a-z-]+=)?(.*,)?(-?)')
    for name in 'coro-*' (__cotidy_checks)
        echo "$before[2]$before[3]$name"
    end
end
complete -c cotidy -n 'string match -q -- "-*" (commandline -ct)' -a '(__cotidy_options)'
complete -c cotidy -l checks -x -a '(__cotidy_lists)'
complete -c cotidy -l warnings-as-errors -x -a '(__cotidy_lists)'
complete -c cotidy -l explain -x -a '(__cotidy_checks)'
complete -c cotidy -l output -x -a 'text sarif github gitlab junit jsonl'
