_skylark() {
    # Bash ends words at colons and equals signs as well; those of skylark end at blanks.
    local rest=$COMP_LINE word i
    local -a typed=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ $i -eq 0 || $rest == [[:space:]]* || -z $rest ]]; then
            typed+=("$word")
        else
            typed[${#typed[@]} - 1]+=$word
        fi
        rest=${rest#"${rest%%[![:space:]]*}"}
        rest=${rest#"$word"}
    done
    local last=${typed[${#typed[@]} - 1]} IFS=$'\n'
    COMPREPLY=($("${typed[0]/#\~/$HOME}" completion suggest -- "${typed[@]:1}" 2> /dev/null))
    local kept=${last%"${last##*[:=]}"}
    COMPREPLY=("${COMPREPLY[@]#"$kept"}")
}
complete -o default -F _skylark skylark
