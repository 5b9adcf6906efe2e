function __skylark_suggest
    set -l typed (commandline -opc)
    set -l program (string replace -r '^~' $HOME -- $typed[1])
    $program completion suggest -- $typed[2..-1] (commandline -ct) 2> /dev/null
end
complete -c skylark -a '(__skylark_suggest)'
