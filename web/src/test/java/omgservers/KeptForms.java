package omgservers;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import jakarta.persistence.Enumerated;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import omgservers.shared.outbox.Mail;

/**
 * What one build writes into databases and another may read, beside columns: letters, other JSON
 * that is kept, and the values of enumerations. A line for each type, in words that may become
 * more.
 */
final class KeptForms {
  private static final String ROOT = "omgservers.";

  private final TreeMap<String, String> lines = new TreeMap<>();

  private KeptForms() {}

  /** The forms of all letters and entities, and of what else is kept as JSON. */
  static Collection<String> of(JavaClasses classes, List<Class<?>> json) {
    KeptForms forms = new KeptForms();
    for (JavaClass each : classes) {
      if (each.isAssignableTo(Mail.class) && !each.isInterface()) {
        forms.add(each.reflect());
      }
      each.getFields().stream()
          .filter(field -> field.isAnnotatedWith(Enumerated.class))
          .forEach(field -> forms.add(field.getRawType().reflect()));
    }
    json.forEach(forms::add);
    return forms.lines.values();
  }

  private void add(Type type) {
    if (type instanceof ParameterizedType generic) {
      Arrays.stream(generic.getActualTypeArguments()).forEach(this::add);
    } else if (type instanceof Class<?> kept
        && kept.getName().startsWith(ROOT)
        && !lines.containsKey(name(kept))) {
      lines.put(name(kept), "");
      lines.put(name(kept), name(kept) + ": " + String.join(" ", words(kept)));
    }
  }

  private Set<String> words(Class<?> type) {
    Set<String> words = new TreeSet<>();
    if (type.isEnum()) {
      Arrays.stream(type.getEnumConstants()).forEach(each -> words.add(((Enum<?>) each).name()));
    } else if (type.isRecord()) {
      for (RecordComponent part : type.getRecordComponents()) {
        words.add(part.getName() + "=" + name(part.getGenericType()));
        add(part.getGenericType());
      }
    } else {
      for (Field field : type.getDeclaredFields()) {
        words.add(field.getName() + "=" + name(field.getGenericType()));
        add(field.getGenericType());
      }
    }
    return words;
  }

  private static String name(Type type) {
    return type.getTypeName()
        .replace(ROOT, "")
        .replace("java.util.", "")
        .replace("java.lang.", "")
        .replace(" ", "");
  }
}
