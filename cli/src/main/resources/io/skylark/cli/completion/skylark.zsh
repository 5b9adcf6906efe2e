_skylark() {
    local -a found
    found=("${(@f)$("${words[1]/#\~/$HOME}" completion suggest -- "${(@)words[2,$CURRENT]}" 2> /dev/null)}")
    if [[ -n "${found[*]}" ]]; then
        compadd -a found
    else
        _files
    fi
}
if (( ! $+functions[compdef] )); then
    autoload -Uz compinit && compinit
fi
compdef _skylark skylark
