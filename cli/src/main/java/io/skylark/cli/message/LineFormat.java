package io.skylark.cli.message;

import io.skylark.client.message.ReceivedMessage;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How a message is printed: literal text, and parts of the message by letter.
final class LineFormat {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    private final List<Function<ReceivedMessage, String>> parts;

    private LineFormat(List<Function<ReceivedMessage, String>> parts) {
        this.parts = parts;
    }

    /// @throws IllegalArgumentException when a letter behind `%` or a backslash means nothing
    static LineFormat parse(String format) {
        List<Function<ReceivedMessage, String>> parts = new ArrayList<>();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' && c != '\\') {
                String literal = String.valueOf(c);
                parts.add(message -> literal);
            } else if (++i == format.length()) {
                throw new IllegalArgumentException("the format \"" + format + "\" ends in the middle of a sign");
            } else if (c == '%') {
                parts.add(field(format.charAt(i), format));
            } else {
                String escaped = escaped(format.charAt(i), format);
                parts.add(message -> escaped);
            }
        }
        return new LineFormat(parts);
    }

    String of(ReceivedMessage message) {
        return parts.stream().map(part -> part.apply(message)).collect(Collectors.joining());
    }

    private static Function<ReceivedMessage, String> field(char letter, String format) {
        return switch (letter) {
            case 'b' -> message -> MessageColumns.unreadable(message).orElseGet(message::text);
            case 't' -> ReceivedMessage::tag;
            case 'k' -> message -> String.join(" ", message.keys());
            case 'i' -> ReceivedMessage::messageId;
            case 'q' -> message -> String.valueOf(message.queue().queueId());
            case 'o' -> message -> String.valueOf(message.queueOffset());
            case 's' -> message -> TIME.format(message.storeTime());
            case '%' -> message -> "%";
            default -> throw new IllegalArgumentException(
                    "%" + letter + " in the format \"" + format + "\" means nothing; --help lists what does");
        };
    }

    private static String escaped(char letter, String format) {
        return switch (letter) {
            case 'n' -> System.lineSeparator();
            case 't' -> "\t";
            case '\\' -> "\\";
            default -> throw new IllegalArgumentException(
                    "\\" + letter + " in the format \"" + format + "\" means nothing; --help lists what does");
        };
    }
}
