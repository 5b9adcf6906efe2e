package io.skylark.cli.message;

import io.skylark.cli.frame.CellText;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.CommandException;
import io.skylark.cli.frame.Output;
import io.skylark.client.admin.WaitingAdmin;
import io.skylark.client.error.SkylarkException;
import io.skylark.protocol.ResponseCode;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/// What the lists of messages that wait have in common.
final class WaitingLists {
    @Option(names = {"-t", "--topic"}, paramLabel = "TOPIC", description = "only of this one")
    private Optional<String> topic = Optional.empty();

    @Option(names = "--max", paramLabel = "N", description = "so many at most (default: ${DEFAULT-VALUE})")
    private int max = 100;

    /// Prints a list.
    ///
    /// @param what as `delayed messages`
    /// @param next how the rest of it is seen
    <T> void print(
            Columns<T> columns, Output output, String what, String next,
            BiFunction<String, Integer, WaitingAdmin.Part<T>> list) {
        if (max < 1) {
            throw new IllegalArgumentException("--max must be at least 1");
        }
        WaitingAdmin.Part<T> part = ask(what, () -> list.apply(topic.orElse(""), max));
        output.list(columns, part.rows());
        part.next().ifPresent(time ->
                output.remark("There may be more, from " + CellText.time(time) + " on: " + next));
    }

    /// Asks for a list, or says that there is none.
    ///
    /// @param what as `delayed messages`
    static <T> WaitingAdmin.Part<T> ask(String what, Supplier<WaitingAdmin.Part<T>> list) {
        try {
            return list.get();
        } catch (SkylarkException failure) {
            if (failure.code() != ResponseCode.REQUEST_CODE_NOT_SUPPORTED) {
                throw failure;
            }
            throw CommandException.notSupported("broker " + failure.server().orElse("of the cluster") + " does not list "
                    + what + ": it is no broker of Skylark, or an older one");
        }
    }
}
