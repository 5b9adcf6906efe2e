package io.skylark.console.health;

import io.skylark.net.http.Page;
import io.skylark.net.http.PageAnswer;
import io.skylark.protocol.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Answers 200 when all checks of a page hold, 503 otherwise, and says which do not in either case.
public final class HealthPages {
    private static final String UP = "UP";
    private static final String DOWN = "DOWN";

    private HealthPages() {}

    /// The answer to all of these pages.
    ///
    /// @param checks each name with `UP` or `DOWN`
    /// @param reasons what is wrong, in sentences
    public record Report(String status, Map<String, String> checks, List<String> reasons) {}

    public static Page of(List<Check> checks) {
        List<Check> all = List.copyOf(checks);
        return request -> answer(all);
    }

    private static PageAnswer answer(List<Check> checks) {
        Map<String, String> states = new LinkedHashMap<>();
        List<String> reasons = new ArrayList<>();
        for (Check check : checks) {
            String fault = check.fault().get().orElse("");
            states.put(check.name(), fault.isEmpty() ? UP : DOWN);
            if (!fault.isEmpty()) {
                reasons.add(fault);
            }
        }
        Report report = new Report(reasons.isEmpty() ? UP : DOWN, states, reasons);
        return PageAnswer.json(
                reasons.isEmpty() ? PageAnswer.OK : PageAnswer.UNAVAILABLE, Json.encodeStrict(report));
    }
}
