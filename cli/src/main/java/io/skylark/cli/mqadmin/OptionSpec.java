package io.skylark.cli.mqadmin;

/// One option of a command as it is declared.
///
/// @param shortName without hyphen, empty for none
/// @param longName without hyphens, empty for none
/// @param group the number of its group, 0 for none
/// @param groupRequired whether one of its group must be there
record OptionSpec(
        String shortName,
        String longName,
        boolean takesValue,
        boolean required,
        int group,
        boolean groupRequired,
        String text) {

    static final OptionSpec HELP = new OptionSpec("h", "help", false, false, 0, false, "Print help");
    static final OptionSpec NAME_SERVERS = new OptionSpec("n", "namesrvAddr", true, false, 0, false,
            "Name server address list, eg: '192.168.0.1:9876;192.168.0.2:9876'");

    /// Reads a line of the table of commands: `-t,--topic=!` and its text behind a tab.
    static OptionSpec parse(String line) {
        int tab = line.indexOf('\t');
        String names = line.substring(0, tab);
        boolean groupRequired = false;
        int group = 0;
        int bar = names.indexOf('|');
        if (bar >= 0) {
            String suffix = names.substring(bar + 1);
            groupRequired = suffix.endsWith("!");
            group = Integer.parseInt(groupRequired ? suffix.substring(0, suffix.length() - 1) : suffix);
            names = names.substring(0, bar);
        }
        boolean required = names.endsWith("!");
        names = required ? names.substring(0, names.length() - 1) : names;
        boolean takesValue = names.endsWith("=");
        names = takesValue ? names.substring(0, names.length() - 1) : names;
        int comma = names.indexOf(',');
        String first = comma < 0 ? names : names.substring(0, comma);
        String shortName = first.startsWith("--") ? "" : first.substring(1);
        String longName = first.startsWith("--")
                ? first.substring(2)
                : comma < 0 ? "" : names.substring(comma + 3);
        return new OptionSpec(
                shortName, longName, takesValue, required, group, groupRequired, line.substring(tab + 1));
    }

    /// What tells it from the others of its command.
    String key() {
        return shortName.isEmpty() ? longName : shortName;
    }
}
