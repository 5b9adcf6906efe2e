package io.skylark.broker.pop;

import io.skylark.net.RequestFailure;
import io.skylark.protocol.ResponseCode;

/// What a consumer gives back to acknowledge a message or to change its time: eight words with a space between, the
/// last one the offset of the message. Proxies append a ninth, which is ignored.
///
/// @param startOffset the first offset of the answer that the message came with
/// @param reviveQueueId 999 for ordered pops; says nothing else here
/// @param retryFlag 0 here always: what comes back stays in its queue
record PopHandle(
        long startOffset,
        long popTime,
        long invisibleMillis,
        int reviveQueueId,
        int retryFlag,
        String brokerName,
        int queueId,
        long offset) {
    private static final int WORDS = 8;

    /// @throws RequestFailure when it is none
    static PopHandle parse(String text) {
        String[] words = text.split(" ", -1);
        try {
            if (words.length >= WORDS) {
                return new PopHandle(
                        Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]),
                        Integer.parseInt(words[3]), Integer.parseInt(words[4]), words[5],
                        Integer.parseInt(words[6]), Long.parseLong(words[7]));
            }
        } catch (NumberFormatException notANumber) {
            throw bad(text);
        }
        throw bad(text);
    }

    private static RequestFailure bad(String text) {
        return new RequestFailure(ResponseCode.INVALID_PARAMETER, "extraInfo is not a pop handle: " + text);
    }

    String text() {
        return startOffset + " " + popTime + " " + invisibleMillis + " " + reviveQueueId + " " + retryFlag + " "
                + brokerName + " " + queueId + " " + offset;
    }
}
