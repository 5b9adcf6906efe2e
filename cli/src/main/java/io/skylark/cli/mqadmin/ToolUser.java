package io.skylark.cli.mqadmin;

import io.skylark.client.config.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The file `conf/tools.yml` of RocketMQ, which names the user of the tool as `accessKey` and `secretKey`. Other lines are
/// passed over. Read line by line: to YAML a key of digits is a number, and loses its zeros.
final class ToolUser {
    private static final Pattern ENTRY =
            Pattern.compile("(?m)^[ \\t]*(accessKey|secretKey):[ \\t]+([\"']?)([^\\s#\"']+)\\2[ \\t]*(#.*)?\\r?$");

    private ToolUser() {}

    /// Empty when there is no such file, or it does not name both.
    ///
    /// @throws IOException when it cannot be read
    static Optional<Credentials> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Map<String, String> keys = new HashMap<>();
        for (Matcher entry = ENTRY.matcher(Files.readString(file)); entry.find(); ) {
            keys.put(entry.group(1), entry.group(3));
        }
        String access = keys.get("accessKey");
        String secret = keys.get("secretKey");
        return access == null || secret == null ? Optional.empty() : Optional.of(new Credentials(access, secret));
    }
}
