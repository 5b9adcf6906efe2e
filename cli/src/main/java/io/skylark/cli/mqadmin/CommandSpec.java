package io.skylark.cli.mqadmin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One command as it is declared.
///
/// @param alias another name that is understood, empty for none
/// @param listed whether the list of commands has it
/// @param options in the order of their declaration, `-h` and `-n` first
record CommandSpec(String name, String alias, String text, boolean listed, List<OptionSpec> options) {
    CommandSpec {
        List<OptionSpec> all = new ArrayList<>();
        all.add(OptionSpec.HELP);
        if (options.stream().noneMatch(option -> option.shortName().equals("n"))) {
            all.add(OptionSpec.NAME_SERVERS);
        }
        all.addAll(options);
        options = List.copyOf(all);
    }

    boolean isNamed(String word) {
        String wanted = word.toLowerCase(Locale.ROOT);
        return name.toLowerCase(Locale.ROOT).equals(wanted) || alias.toLowerCase(Locale.ROOT).equals(wanted);
    }

    List<OptionSpec> ofGroup(int group) {
        return options.stream().filter(option -> option.group() == group).toList();
    }
}
