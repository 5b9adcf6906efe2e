package io.skylark.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One official client as it is judged: its version and how it writes headers.
///
/// @param version a version of `org.apache.rocketmq:rocketmq-client` for which a class path was resolved
/// @param header how it writes headers
public record ClientVariant(String version, HeaderType header) {
    /// The client of this project.
    static final ClientVariant OWN = new ClientVariant("own", HeaderType.JSON);

    private static final List<String> VERSIONS = List.of("4.7.0", "4.9.8", "5.5.0");

    /// All versions with each of the given serializations.
    static List<ClientVariant> all(HeaderType... headers) {
        List<ClientVariant> variants = new ArrayList<>();
        for (String version : VERSIONS) {
            Arrays.stream(headers).map(header -> new ClientVariant(version, header)).forEach(variants::add);
        }
        return List.copyOf(variants);
    }

    @Override
    public String toString() {
        return "client " + version + " " + header;
    }

    /// The variant as part of a topic name: digits and letters only.
    String slug() {
        return version.replace(".", "") + (header == HeaderType.JSON ? "j" : "r");
    }
}
