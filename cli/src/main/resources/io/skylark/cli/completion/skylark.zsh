_skylark() {
    local -a found
    found=("${(@f)$("${words[1]}" completion suggest -- "${(@)words[2,$CURRENT]}" 2> /dev/null)}")
    if [[ -n "${found[*]}" ]]; then
        compadd -a found
    else
        _files
    fi
}
compdef _skylark skylark
