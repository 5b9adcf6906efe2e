package io.skylark.nameserver.kv;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// Text by namespace and key. A change is in the file before anyone sees it.
///
/// Shared. The lock serializes changes with their file; readers see an immutable table and take none.
public final class KvTable {
    private final KvFile file;
    private final ReentrantLock changes = new ReentrantLock();
    private volatile SortedMap<String, SortedMap<String, String>> namespaces;

    private KvTable(KvFile file, SortedMap<String, SortedMap<String, String>> namespaces) {
        this.file = file;
        this.namespaces = namespaces;
    }

    /// @throws IOException when the file is there but cannot be read
    public static KvTable open(Path path) throws IOException {
        KvFile file = new KvFile(path);
        SortedMap<String, SortedMap<String, String>> namespaces = new TreeMap<>();
        file.read().configTable().forEach((name, values) ->
                namespaces.put(name, Collections.unmodifiableSortedMap(new TreeMap<>(values))));
        return new KvTable(file, Collections.unmodifiableSortedMap(namespaces));
    }

    public Optional<String> value(String namespace, String key) {
        return namespace(namespace).map(values -> values.get(key));
    }

    /// All of a namespace; one that lost its last key is still there, and empty.
    public Optional<SortedMap<String, String>> namespace(String namespace) {
        return Optional.ofNullable(namespaces.get(namespace));
    }

    /// @throws IOException when the change cannot be kept; it is not made then
    public void put(String namespace, String key, String value) throws IOException {
        changes.lock();
        try {
            SortedMap<String, String> values = new TreeMap<>(namespace(namespace).orElse(Collections.emptySortedMap()));
            if (!value.equals(values.put(key, value))) {
                replace(namespace, values);
            }
        } finally {
            changes.unlock();
        }
    }

    /// Nothing happens when there is no such key.
    ///
    /// @throws IOException when the change cannot be kept; it is not made then
    public void delete(String namespace, String key) throws IOException {
        changes.lock();
        try {
            SortedMap<String, String> values = new TreeMap<>(namespace(namespace).orElse(Collections.emptySortedMap()));
            if (values.remove(key) != null) {
                replace(namespace, values);
            }
        } finally {
            changes.unlock();
        }
    }

    private void replace(String namespace, SortedMap<String, String> values) throws IOException {
        SortedMap<String, SortedMap<String, String>> replaced = new TreeMap<>(namespaces);
        replaced.put(namespace, Collections.unmodifiableSortedMap(values));
        file.write(new KvFile.Content(new TreeMap<>(replaced)));
        namespaces = Collections.unmodifiableSortedMap(replaced);
    }
}
