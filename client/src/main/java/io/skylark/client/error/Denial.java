package io.skylark.client.error;

import io.skylark.protocol.ResponseCode;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Why a server did not accept who asks, or what for, as the brokers of RocketMQ word it: from 5.3 on with a code of its own,
/// which other refusals share, before that with the code of any failure and the name of an exception.
enum Denial {
    NO_KEY("Give the client an access key and a secret key", "username cannot be null|No accessKey is configured"),
    WRONG_SECRET("Correct the secret key of the client", "check signature failed"),
    UNKNOWN_KEY("Correct the access key of the client, or create this user", "User:.* not found|No acl config for"),
    DISABLED("Enable this user, or use another access key", "User:.* is disabled"),
    NOT_ADMIN("Use the access key of an administrator", "Need admin permission"),
    NOT_ALLOWED(
            "Grant this user what is missing, or use another access key",
            "has no permission to access|No default permission for|No permission for"),
    OTHER("Look at the keys of the client and at the users of the server",
            "Authentication failed|Authorization failed|AclException");

    /// Written by a broker that knows access keys, but no code for its refusals.
    private static final String EXCEPTION = "AclException";

    private final String nextStep;
    private final Pattern words;

    Denial(String nextStep, String words) {
        this.nextStep = nextStep;
        this.words = Pattern.compile(words, Pattern.CASE_INSENSITIVE);
    }

    /// Empty when it was refused for another reason.
    static Optional<Denial> of(int code, String remark) {
        boolean possible = code == ResponseCode.NO_PERMISSION
                || (code == ResponseCode.SYSTEM_ERROR && remark.contains(EXCEPTION));
        return possible
                ? Stream.of(values()).filter(each -> each.words.matcher(remark).find()).findFirst()
                : Optional.empty();
    }

    /// What a person can do about it.
    String nextStep() {
        return nextStep;
    }
}
