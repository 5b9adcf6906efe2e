package io.skylark.cli.message;

import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.Output;
import io.skylark.message.Host;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skylark message decode-id ID`. Asks no server.
@Command(
        mixinStandardHelpOptions = true,
        description = "An id does not say who gave it, its sender or its broker: both meanings are shown where both make"
                + " sense.")
final class MessageDecodeId implements Callable<Integer> {
    /// Characters of an id of a client with an IPv4 address, and with an IPv6 address.
    private static final List<Integer> LENGTHS = List.of(32, 56);

    /// What stands behind the address of a broker; as much stands behind that of a client.
    private static final int PORT_AND_POSITION_BYTES = 12;

    private static final int MAX_PORT = 65_535;
    private static final Duration LONGEST_MONTH = Duration.ofDays(31);

    private record Row(String id, String givenBy, String host, Optional<Long> position, Optional<Integer> process,
            Optional<String> sinceStartOfMonth, Optional<Integer> counter) {}

    private static final Columns<Row> COLUMNS = Columns.named("id", Row::id)
            .with("givenBy", Row::givenBy)
            .with("host", Row::host)
            .with("position", Row::position)
            .with("process", Row::process)
            .with("sinceStartOfMonth", Row::sinceStartOfMonth)
            .with("counter", Row::counter);

    @Mixin
    private Output output = new Output();

    @Parameters(arity = "1..*", paramLabel = "ID", description = "32 or 56 hex digits; may be repeated")
    private List<String> ids = List.of();

    @Override
    public Integer call() {
        output.list(COLUMNS, ids.stream().flatMap(id -> meanings(id).stream()).toList());
        return 0;
    }

    private static List<Row> meanings(String id) {
        if (!LENGTHS.contains(id.length()) || !id.matches("[0-9A-Fa-f]+")) {
            throw new IllegalArgumentException("'" + id + "' is no id of a message: it has 32 or 56 hex digits");
        }
        Optional<Row> broker = ofBroker(id);
        Row sender = ofSender(id);
        if (sender.sinceStartOfMonth.isEmpty() && broker.isPresent()) {
            return List.of(broker.get());
        }
        return Stream.concat(broker.stream(), Stream.of(sender)).toList();
    }

    /// Empty when what stands in the place of a port is none.
    private static Optional<Row> ofBroker(String id) {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(id));
        byte[] ip = new byte[bytes.capacity() - PORT_AND_POSITION_BYTES];
        bytes.get(ip);
        int port = bytes.getInt();
        long position = bytes.getLong();
        return port < 1 || port > MAX_PORT || position < 0
                ? Optional.empty()
                : Optional.of(new Row(id, "broker", Host.of(ip, port).toString(), Optional.of(position),
                        Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static Row ofSender(String id) {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(id));
        byte[] ip = new byte[bytes.capacity() - PORT_AND_POSITION_BYTES];
        bytes.get(ip);
        int process = bytes.getShort() & 0xFFFF;
        bytes.getInt(); // tells clients in one process apart
        Duration time = Duration.ofMillis(bytes.getInt() & 0xFFFFFFFFL);
        int counter = bytes.getShort() & 0xFFFF;
        String host = Host.of(ip, 1).toString().replaceAll(":1$", "");
        return new Row(id, "sender", host, Optional.empty(), Optional.of(process),
                time.compareTo(LONGEST_MONTH) < 0 ? Optional.of(text(time)) : Optional.empty(), Optional.of(counter));
    }

    private static String text(Duration time) {
        return "%dd %02d:%02d:%02d.%03d".formatted(
                time.toDays(), time.toHoursPart(), time.toMinutesPart(), time.toSecondsPart(), time.toMillisPart());
    }
}
