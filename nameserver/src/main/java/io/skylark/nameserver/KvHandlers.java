package io.skylark.nameserver;

import io.skylark.nameserver.kv.KvTable;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.KvConfig;
import io.skylark.protocol.body.KeyValueTable;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Reads and changes the key-value configuration. On virtual threads, because a change writes its file.
final class KvHandlers {
    private final KvTable kv;

    KvHandlers(KvTable kv) {
        this.kv = kv;
    }

    void routes(Router.Builder router) {
        router.blocking(KvConfig.PUT.code(), this::put)
                .blocking(KvConfig.GET.code(), this::get)
                .blocking(KvConfig.DELETE.code(), this::delete)
                .blocking(KvConfig.LIST.code(), this::list);
    }

    private void put(Exchange exchange) throws IOException {
        KvConfig.Put request = KvConfig.PUT.decodeRequest(exchange.request());
        @Nullable String namespace = request.namespace();
        @Nullable String key = request.key();
        if (namespace == null || key == null) {
            throw new RequestFailure(ResponseCode.SYSTEM_ERROR, "namespace or key is null");
        }
        @Nullable String value = request.value();
        if (value == null) {
            throw new RequestFailure(ResponseCode.SYSTEM_ERROR, "the custom field <value> is null");
        }
        change(() -> kv.put(namespace, key, value));
        exchange.reply(KvConfig.PUT.success(Empty.EMPTY));
    }

    private void get(Exchange exchange) {
        KvConfig.Key request = KvConfig.GET.decodeRequest(exchange.request());
        @Nullable String namespace = request.namespace();
        @Nullable String key = request.key();
        Optional<String> value = namespace == null || key == null ? Optional.empty() : kv.value(namespace, key);
        if (value.isEmpty()) {
            throw new RequestFailure(
                    ResponseCode.QUERY_NOT_FOUND, "No config item, Namespace: " + namespace + " Key: " + key);
        }
        exchange.reply(KvConfig.GET.success(new KvConfig.Value(value.get())));
    }

    private void delete(Exchange exchange) throws IOException {
        KvConfig.Key request = KvConfig.DELETE.decodeRequest(exchange.request());
        @Nullable String namespace = request.namespace();
        @Nullable String key = request.key();
        if (namespace != null && key != null) {
            change(() -> kv.delete(namespace, key));
        }
        exchange.reply(KvConfig.DELETE.success(Empty.EMPTY));
    }

    private void list(Exchange exchange) {
        @Nullable String namespace = KvConfig.LIST.decodeRequest(exchange.request()).namespace();
        Optional<SortedMap<String, String>> values =
                namespace == null ? Optional.empty() : kv.namespace(namespace);
        if (values.isEmpty()) {
            throw new RequestFailure(ResponseCode.QUERY_NOT_FOUND, "No config item, Namespace: " + namespace);
        }
        Command answer = KvConfig.LIST.success(Empty.EMPTY);
        exchange.reply(answer.withBody(Json.encode(new KeyValueTable(values.get()))));
    }

    @FunctionalInterface
    private interface Change {
        void run() throws IOException;
    }

    /// What cannot be written is not changed, and the administrator is told why.
    private static void change(Change change) {
        try {
            change.run();
        } catch (IOException failed) {
            throw new RequestFailure(ResponseCode.SYSTEM_ERROR, String.valueOf(failed.getMessage()));
        }
    }
}
