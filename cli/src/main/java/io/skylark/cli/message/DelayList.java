package io.skylark.cli.message;

import io.skylark.cli.frame.CommandException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `skylark delay list`, which says why there is no such list.
@Command(mixinStandardHelpOptions = true)
final class DelayList implements Callable<Integer> {
    @Override
    public Integer call() {
        throw CommandException.notSupported("no broker lists the messages that wait for their time. How many there are is"
                + " in skylark broker status; one can be taken back with skylark delay cancel TOPIC HANDLE");
    }
}
