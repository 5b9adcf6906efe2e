package io.skylark.cli.frame;

import io.skylark.client.error.NoAnswerException;
import io.skylark.client.error.RefusedException;
import io.skylark.client.error.SkylarkException;
import io.skylark.log.disk.DiskException;
import io.skylark.log.inspect.NoStoreException;
import io.skylark.protocol.ResponseCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Turns what a command threw into one sentence and an exit code.
public final class Failures {
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int NOT_SUPPORTED = 3;
    public static final int NOT_FOUND = 4;
    public static final int DENIED = 5;
    public static final int TIMEOUT = 6;

    private Failures() {}

    /// Of a command that ran.
    public static int handle(Exception failure, CommandLine command, ParseResult words) throws Exception {
        int exitCode = switch (failure) {
            case SkylarkException known -> exitCode(known);
            case CommandException known -> known.exitCode();
            case NoStoreException missing -> NOT_FOUND;
            case DiskException disk -> FAILED;
            case IllegalArgumentException wrong -> USAGE;
            case TypeConversionException wrong -> USAGE;
            case IllegalStateException notNow -> FAILED;
            case IOException file -> FAILED;
            case UncheckedIOException file -> FAILED;
            default -> throw failure;
        };
        print(failure, exitCode, command);
        return exitCode;
    }

    private static void print(Exception failure, int exitCode, CommandLine command) {
        String sentence = String.valueOf(failure.getMessage());
        PrintWriter err = command.getErr();
        if (Output.of(command.getCommandSpec()).orElse(OutputForm.table) != OutputForm.json) {
            err.println("skylark: " + sentence);
            return;
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("error", sentence);
        tree.put("exitCode", exitCode);
        if (failure instanceof SkylarkException known) {
            if (known.code() != SkylarkException.NO_CODE) {
                tree.put("code", known.code());
            }
            known.server().ifPresent(server -> tree.put("server", server));
        }
        err.println(JsonText.of(tree));
    }

    /// Of words that are no command: a sentence, and where to read on.
    public static int misspelt(ParameterException wrong, String[] words) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("skylark: " + wrong.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(wrong, err) && words.length == 0) {
            command.usage(err);
        } else {
            err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    static int exitCode(SkylarkException failure) {
        if (failure instanceof NoAnswerException) {
            return TIMEOUT;
        }
        if (failure instanceof RefusedException refused && refused.denied()) {
            return DENIED;
        }
        return switch (failure.code()) {
            case ResponseCode.REQUEST_CODE_NOT_SUPPORTED -> NOT_SUPPORTED;
            case ResponseCode.TOPIC_NOT_EXIST, ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST -> NOT_FOUND;
            case ResponseCode.NO_PERMISSION -> DENIED;
            default -> FAILED;
        };
    }
}
