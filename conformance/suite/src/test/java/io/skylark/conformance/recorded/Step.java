package io.skylark.conformance.recorded;

import io.skylark.conformance.wire.RawClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One request.
///
/// @param name of the step, unique in the script
/// @param toBroker whether it goes to the broker, else to the name server
/// @param fields names and values in turn
record Step(String name, boolean toBroker, int code, String[] fields, byte[] body) {
    static Step broker(String name, int code, String... fields) {
        return new Step(name, true, code, fields, new byte[0]);
    }

    static Step nameServer(String name, int code, String... fields) {
        return new Step(name, false, code, fields, new byte[0]);
    }

    Step body(String text) {
        return new Step(name, toBroker, code, fields, text.getBytes(StandardCharsets.UTF_8));
    }

    Step body(byte[] bytes) {
        return new Step(name, toBroker, code, fields, bytes);
    }

    /// With one more field, or another value of it.
    Step with(String field, String value) {
        String[] more = new String[fields.length + 2];
        int count = 0;
        for (int i = 0; i < fields.length; i += 2) {
            if (!fields[i].equals(field)) {
                more[count++] = fields[i];
                more[count++] = fields[i + 1];
            }
        }
        more[count++] = field;
        more[count++] = value;
        return new Step(name, toBroker, code, Arrays.copyOf(more, count), body);
    }

    Step without(String field) {
        Step marked = with(field, "");
        return new Step(name, toBroker, code, Arrays.copyOf(marked.fields, marked.fields.length - 2), body);
    }

    String header(int opaque) {
        return RawClient.header(code, opaque, fields);
    }
}
