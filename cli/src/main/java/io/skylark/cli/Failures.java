package io.skylark.cli;

import io.skylark.client.error.NoAnswerException;
import io.skylark.client.error.SkylarkException;
import io.skylark.log.disk.DiskException;
import io.skylark.log.inspect.NoStoreException;
import io.skylark.protocol.ResponseCode;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/// Turns what a command threw into one sentence and an exit code.
final class Failures {
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int NOT_SUPPORTED = 3;
    static final int NOT_FOUND = 4;
    static final int DENIED = 5;
    static final int TIMEOUT = 6;

    private Failures() {}

    static int handle(Exception failure, CommandLine command, ParseResult words) throws Exception {
        if (failure instanceof SkylarkException known) {
            command.getErr().println("skylark: " + known.getMessage());
            return exitCode(known);
        }
        if (failure instanceof NoStoreException missing) {
            command.getErr().println("skylark: " + missing.getMessage());
            return NOT_FOUND;
        }
        if (failure instanceof DiskException disk) {
            command.getErr().println("skylark: " + disk.getMessage());
            return FAILED;
        }
        if (failure instanceof IllegalArgumentException wrong) {
            command.getErr().println("skylark: " + wrong.getMessage());
            return USAGE;
        }
        throw failure;
    }

    static int exitCode(SkylarkException failure) {
        if (failure instanceof NoAnswerException) {
            return TIMEOUT;
        }
        return switch (failure.code()) {
            case ResponseCode.REQUEST_CODE_NOT_SUPPORTED -> NOT_SUPPORTED;
            case ResponseCode.TOPIC_NOT_EXIST, ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST -> NOT_FOUND;
            case ResponseCode.NO_PERMISSION -> DENIED;
            default -> FAILED;
        };
    }
}
