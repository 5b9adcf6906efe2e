package io.skylark.server.control;

import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.BrokerConfiguration;
import io.skylark.protocol.api.NameServerSettings;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import io.skylark.server.config.Catalog;
import io.skylark.server.control.LiveConfiguration.Outcome;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/// Tells and changes the configuration over the network, as properties text. On virtual threads, because a change is
/// written to a file.
public final class ConfigurationHandlers {
    /// Far above what anybody changes in one request.
    private static final int MAX_KEYS = 1_000;

    private final LiveConfiguration configuration;
    private final Catalog catalog;
    private final Map<String, String> decided;

    /// @param catalog the keys of this server
    /// @param decided settings whose values were decided at the start, and what tools for RocketMQ look for besides
    public ConfigurationHandlers(LiveConfiguration configuration, Catalog catalog, Map<String, String> decided) {
        this.configuration = configuration;
        this.catalog = catalog;
        this.decided = Map.copyOf(decided);
    }

    public void ofBroker(Router.Builder routes) {
        routes.blocking(BrokerConfiguration.UPDATE.code(), this::change);
        routes.blocking(BrokerConfiguration.READ.code(), exchange -> exchange.reply(BrokerConfiguration.READ
                .success(new BrokerConfiguration.Version(version()))
                .withBody(text())));
    }

    public void ofNameServer(Router.Builder routes) {
        routes.blocking(NameServerSettings.UPDATE.code(), this::change);
        routes.blocking(NameServerSettings.READ.code(),
                exchange -> exchange.reply(NameServerSettings.READ.success(Empty.EMPTY).withBody(text())));
    }

    private String version() {
        return new String(Json.encode(configuration.version()), StandardCharsets.UTF_8);
    }

    private void change(Exchange exchange) {
        Map<String, String> wanted = read(exchange.request().bodyBytes());
        switch (configuration.change(wanted, catalog, String.valueOf(exchange.connection()))) {
            case Outcome.Changed(var remarks) -> {
                Command answer = Command.response(ResponseCode.SUCCESS, null);
                exchange.reply(remarks.isEmpty() ? answer : answer.withRemark(String.join("; ", remarks)));
            }
            case Outcome.Forbidden(String why) -> exchange.fail(ResponseCode.NO_PERMISSION, why);
            case Outcome.Wrong(var problems) ->
                    exchange.fail(ResponseCode.SYSTEM_ERROR, "nothing was changed: " + String.join("; ", problems));
        }
    }

    private static Map<String, String> read(byte[] body) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(new String(body, StandardCharsets.UTF_8)));
        } catch (IOException | IllegalArgumentException broken) {
            throw new RequestFailure(ResponseCode.SYSTEM_ERROR, "string2Properties error: " + broken.getMessage());
        }
        if (properties.size() > MAX_KEYS) {
            throw new RequestFailure(
                    ResponseCode.SYSTEM_ERROR, "more than " + MAX_KEYS + " settings cannot be changed in one request");
        }
        Map<String, String> wanted = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> wanted.put(name, properties.getProperty(name).strip()));
        return wanted;
    }

    private byte[] text() {
        Map<String, String> all = new TreeMap<>(configuration.settings(catalog));
        all.putAll(decided);
        StringBuilder text = new StringBuilder();
        all.forEach((name, value) ->
                text.append(name).append('=').append(value.replace("\\", "\\\\")).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
