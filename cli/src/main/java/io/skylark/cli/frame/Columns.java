package io.skylark.cli.frame;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What is printed of a row, declared once for all forms of output: columns of a table, keys of JSON and YAML. The first
/// column is the name of the row. Immutable.
///
/// A value is a text, number, boolean, [Instant], collection or map of such, an optional of one, or null for none.
public final class Columns<T> {
    /// @param key in camel case, as JSON has it; the header of a table is made of it
    /// @param wide only in the forms that leave nothing out
    record Column<T>(String key, Function<? super T, ? extends @Nullable Object> value, boolean wide) {
        String header() {
            return key.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toUpperCase(Locale.ROOT);
        }

        @Nullable Object of(T row) {
            return plain(value.apply(row));
        }
    }

    private final List<Column<T>> all;

    private Columns(List<Column<T>> all) {
        this.all = all;
    }

    /// Begins with the column that names a row.
    public static <T> Columns<T> named(String key, Function<? super T, ? extends @Nullable Object> value) {
        return new Columns<>(List.of(new Column<>(key, value, false)));
    }

    public Columns<T> with(String key, Function<? super T, ? extends @Nullable Object> value) {
        return plus(new Column<>(key, value, false));
    }

    /// Left out of the table unless it is asked to be wide.
    public Columns<T> wide(String key, Function<? super T, ? extends @Nullable Object> value) {
        return plus(new Column<>(key, value, true));
    }

    private Columns<T> plus(Column<T> column) {
        List<Column<T>> more = new ArrayList<>(all);
        more.add(column);
        return new Columns<>(List.copyOf(more));
    }

    List<Column<T>> shown(boolean wide) {
        return all.stream().filter(column -> wide || !column.wide).toList();
    }

    String name(T row) {
        return CellText.of(all.getFirst().of(row));
    }

    /// All that is known of a row, in order.
    public Map<String, Object> tree(T row) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (Column<T> column : all) {
            Object value = column.of(row);
            if (value != null) {
                tree.put(column.key, value instanceof Instant time ? time.toString() : value);
            }
        }
        return tree;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Optional<?> optional -> plain(optional.orElse(null));
            case OptionalLong optional -> optional.isPresent() ? optional.getAsLong() : null;
            case Collection<?> list -> List.copyOf(list);
            case Enum<?> constant -> constant.name();
            default -> value;
        };
    }
}
