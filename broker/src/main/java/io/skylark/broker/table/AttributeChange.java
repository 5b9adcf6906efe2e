package io.skylark.broker.table;

import io.skylark.net.RequestFailure;
import io.skylark.protocol.ResponseCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Changes of the attributes of a topic or a group: `+key=value` adds or alters, `-key` deletes. On the wire they are
/// one text, joined by commas, or a map that has the signs in its keys.
///
/// @param altered values by key
/// @param deleted keys
public record AttributeChange(Map<String, String> altered, Set<String> deleted) {
    public AttributeChange {
        altered = Map.copyOf(altered);
        deleted = Set.copyOf(deleted);
    }

    /// @throws RequestFailure when that is no change
    public static AttributeChange parse(@Nullable String text) {
        Map<String, String> changes = new LinkedHashMap<>();
        if (text != null && !text.isBlank()) {
            for (String change : text.split(",", -1)) {
                int equals = change.indexOf('=');
                String key = equals < 0 ? change : change.substring(0, equals);
                if (changes.put(key, equals < 0 ? "" : change.substring(equals + 1)) != null) {
                    throw wrong("key duplication: " + key);
                }
                checkForm(key, equals >= 0);
            }
        }
        return of(changes);
    }

    private static void checkForm(String key, boolean hasValue) {
        if (hasValue && !(key.startsWith("+") && key.length() > 1)) {
            throw wrong("add/alter attribute format is wrong: " + key);
        }
        if (!hasValue && !(key.startsWith("-") && key.length() > 1)) {
            throw wrong("delete attribute format is wrong: " + key);
        }
    }

    /// @param changes with the sign before each key
    /// @throws RequestFailure when one has no sign, or a key has both
    public static AttributeChange of(Map<String, String> changes) {
        Map<String, String> altered = new TreeMap<>();
        Map<String, String> deleted = new TreeMap<>();
        changes.forEach((signed, value) -> {
            checkForm(signed, !signed.startsWith("-"));
            (signed.startsWith("+") ? altered : deleted).put(signed.substring(1), value);
        });
        for (String key : altered.keySet()) {
            if (deleted.containsKey(key)) {
                throw wrong("alter duplication key. key: " + key);
            }
        }
        return new AttributeChange(altered, deleted.keySet());
    }

    /// The attributes after the change.
    ///
    /// @param existing null when the topic or group is about to be created
    /// @param what `topic` or `group`
    /// @param check throws when a key is unknown, or a value is not allowed for it
    public Map<String, String> on(
            @Nullable Map<String, String> existing, String what, BiConsumer<String, String> check) {
        Map<String, String> attributes = new LinkedHashMap<>(existing == null ? Map.of() : existing);
        altered.forEach(check);
        attributes.putAll(altered);
        for (String key : deleted) {
            if (existing == null) {
                throw wrong("only add attribute is supported while creating " + what + ". key: " + key);
            }
            if (attributes.remove(key) == null) {
                throw wrong("attempt to delete a nonexistent key: " + key);
            }
        }
        return attributes;
    }

    private static RequestFailure wrong(String what) {
        return new RequestFailure(ResponseCode.SYSTEM_ERROR, what);
    }
}
