function __skylark_suggest
    set -l typed (commandline -opc)
    $typed[1] completion suggest -- $typed[2..-1] (commandline -ct) 2> /dev/null
end
complete -c skylark -a '(__skylark_suggest)'
