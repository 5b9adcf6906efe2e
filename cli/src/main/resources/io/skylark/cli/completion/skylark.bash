_skylark() {
    local IFS=$'\n'
    COMPREPLY=($("${COMP_WORDS[0]}" completion suggest -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2> /dev/null))
}
complete -o default -F _skylark skylark
