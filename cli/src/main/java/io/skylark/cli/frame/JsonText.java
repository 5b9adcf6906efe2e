package io.skylark.cli.frame;

import io.skylark.protocol.json.Json;
import java.nio.charset.StandardCharsets;

/// Trees of maps, lists and scalars as one line of JSON.
public final class JsonText {
    private JsonText() {}

    public static String of(Object tree) {
        return new String(Json.encode(tree), StandardCharsets.UTF_8);
    }
}
