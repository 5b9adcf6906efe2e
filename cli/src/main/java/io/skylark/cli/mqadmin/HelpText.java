package io.skylark.cli.mqadmin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The help of a command in the form that users of RocketMQ know: one line of usage, and one for each option, broken at
/// 110 characters.
final class HelpText {
    private static final int WIDTH = 110;
    private static final String BEFORE_TEXT = "   ";
    private static final String USAGE = "usage: ";

    private HelpText() {}

    static String of(CommandSpec command) {
        StringBuilder text = new StringBuilder();
        List<OptionSpec> sorted = new ArrayList<>(command.options());
        sorted.sort(Comparator.comparing(option -> option.key().toLowerCase(Locale.ROOT)));
        wrap(usage(command, sorted), USAGE.length(), text);
        int longest = sorted.stream().mapToInt(option -> names(option).length()).max().orElse(0);
        for (OptionSpec option : sorted) {
            String names = names(option);
            wrap(names + " ".repeat(longest - names.length()) + BEFORE_TEXT + option.text(),
                    longest + BEFORE_TEXT.length(), text);
        }
        return text.toString();
    }

    /// Options of a group stand where the first of them would; the others leave the blank behind them.
    private static String usage(CommandSpec command, List<OptionSpec> sorted) {
        StringBuilder line = new StringBuilder(USAGE).append("mqadmin ").append(command.name()).append(' ');
        Set<Integer> groups = new HashSet<>();
        List<String> words = new ArrayList<>();
        for (OptionSpec option : sorted) {
            if (option.group() == 0) {
                words.add(option.required() ? usage(option) : "[" + usage(option) + "]");
            } else if (groups.add(option.group())) {
                List<String> members = sorted.stream()
                        .filter(each -> each.group() == option.group())
                        .map(HelpText::usage)
                        .toList();
                String all = String.join(" | ", members);
                words.add(option.groupRequired() ? all : "[" + all + "]");
            } else {
                words.add("");
            }
        }
        return line.append(String.join(" ", words)).toString();
    }

    private static String usage(OptionSpec option) {
        String name = option.shortName().isEmpty() ? "--" + option.longName() : "-" + option.shortName();
        return option.takesValue() ? name + " <arg>" : name;
    }

    private static String names(OptionSpec option) {
        StringBuilder names = new StringBuilder(" ");
        if (option.shortName().isEmpty()) {
            names.append("   --").append(option.longName());
        } else {
            names.append('-').append(option.shortName());
            if (!option.longName().isEmpty()) {
                names.append(",--").append(option.longName());
            }
        }
        return option.takesValue() ? names.append(" <arg>").toString() : names.toString();
    }

    /// Breaks a line at blanks where there are, and indents what follows.
    private static void wrap(String line, int indent, StringBuilder target) {
        String rest = line;
        int end = breakAt(rest);
        while (end >= 0) {
            target.append(rest.substring(0, end).stripTrailing()).append('\n');
            rest = " ".repeat(indent) + rest.substring(end).strip();
            end = breakAt(rest);
            if (rest.length() > WIDTH && end == indent - 1) {
                end = WIDTH;
            }
        }
        target.append(rest.stripTrailing()).append('\n');
    }

    /// -1 when it fits.
    private static int breakAt(String line) {
        if (line.length() <= WIDTH) {
            return -1;
        }
        int blank = line.lastIndexOf(' ', WIDTH);
        return blank > 0 ? blank : WIDTH;
    }
}
