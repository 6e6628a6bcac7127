#include "solver/config/declaration.h"
#include "solver/config/documents.h"

#include <fmt/format.h>

namespace earshot {

namespace {

const char *const introduction = R"(# Keys of a case file

Generated from the program's declaration of its keys; don't edit it by hand.

A case file is TOML. A physical value is a text with its unit, such as `"25 um"`, `"4.5 GPa"`, `"23 degC"` or
`"100 Pa s/m"`; any unit of the same dimension that UDUNITS-2 knows will do. Ratios may be plain numbers. Files
are named relative to the file that names them. `--set key=value` goes before the file; in such keys
`driver[0].motor.resistance` counts items of a list from zero, `surface.screen.resistance` names one.

In the column "default", "required" means that the key must be given wherever its table is. Values outside of
the usual range are warned about.
)";

/// The visitor that writes the table of one struct, and the tables of the structs in it behind that.
class ReferenceWriter {
public:
  ReferenceWriter(std::string path, bool is_list, const std::string &text) : path_(std::move(path)) {
    if (!path_.empty())
      head_ = fmt::format("\n## `{}{}{}`\n\n{}\n", is_list ? "[[" : "[", path_, is_list ? "]]" : "]", text);
  }

  std::string document() const {
    const std::string columns = "\n| key | value | default | meaning |\n| --- | --- | --- | --- |\n";
    return head_ + (rows_.empty() ? "" : columns + rows_) + notes_ + nested_;
  }

  void quantity(const std::string &key, const Located<double> &value, const QuantitySpec &spec) {
    // A default that isn't allowed stands for "not given".
    const std::string initial = spec.allowed.contains(value) ? code(format_quantity(value, spec.unit)) : "";
    row(key, kind(spec), spec.is_required ? "required" : initial, meaning(spec));
  }
  void quantity(const std::string &key, const std::optional<Located<double>> &, const QuantitySpec &spec) {
    row(key, kind(spec), "", meaning(spec));
  }
  void quantity(const std::string &key, const std::vector<Located<double>> &, const QuantitySpec &spec) {
    row(key, "list, each " + kind(spec), "", meaning(spec));
  }
  void integer(const std::string &key, const Located<int> &value, const IntegerSpec &spec) {
    row(key, fmt::format("whole number from {} to {}", spec.lower, spec.upper),
        code(fmt::format("{}", value.value)), spec.text);
  }
  void flag(const std::string &key, const Located<bool> &value, const std::string &text) {
    row(key, "`true` or `false`", value ? "`true`" : "`false`", text);
  }
  void text(const std::string &key, const Located<std::string> &value, const TextSpec &spec) {
    std::string kind = spec.is_file ? "file name" : "text";
    if (!spec.choices.empty())
      kind = fmt::format("`\"{}\"`", fmt::join(spec.choices, "\"`, `\""));
    const std::string initial = value.value.empty() ? "" : code("\"" + value.value + "\"");
    std::string meaning = spec.text;
    for (const auto &[former, today] : spec.former_choices)
      meaning += fmt::format(" `\"{}\"` was called `\"{}\"` before.", today, former);
    row(key, kind, spec.is_required ? "required" : initial, meaning);
  }
  void texts(const std::string &key, const std::vector<Located<std::string>> &, const TextSpec &spec) {
    row(key,
        spec.choices.empty() ? "list of values"
                             : fmt::format("list of `\"{}\"`", fmt::join(spec.choices, "\"`, `\"")),
        "", spec.text);
  }
  template <class T>
  void section(const std::string &key, T &value, const std::string &text) {
    nest(key, false, text, value);
  }
  template <class T>
  void section(const std::string &key, std::optional<T> &, const std::string &text) {
    T value;
    nest(key, false, "Optional. " + text, value);
  }
  template <class T>
  void list(const std::string &key, std::vector<T> &, const std::string &text, std::size_t minimum) {
    T value;
    nest(key, true, minimum > 0 ? "At least one. " + text : text, value);
  }
  void exactly_one(const std::vector<std::string> &keys) {
    notes_ += fmt::format("\nExactly one of `{}` must be given.\n", fmt::join(keys, "`, `"));
  }
  void formerly(const std::string &former, const std::string &today) {
    notes_ +=
        fmt::format("\n`{}` was called `{}` before; the former name is read with a note.\n", today, former);
  }
  void include(const std::string &key, const std::string &text) { row(key, "list of file names", "", text); }

private:
  static std::string code(const std::string &text) { return "`" + text + "`"; }

  static std::string kind(const QuantitySpec &spec) {
    const std::string name = spec.unit.name;
    return fmt::format("{}, e.g. `\"{}\"`", name.substr(name.find(' ') + 1), spec.unit.example);
  }

  static std::string meaning(const QuantitySpec &spec) {
    std::string text = spec.text;
    if (spec.allowed.bounded())
      text += " Allowed: " + to_string(spec.allowed, spec.unit) + ".";
    if (spec.usual.bounded())
      text += " Usual: " + to_string(spec.usual, spec.unit) + ".";
    return text;
  }

  template <class T>
  void nest(const std::string &key, bool is_list, const std::string &text, T &value) {
    ReferenceWriter writer(path_.empty() ? key : path_ + "." + key, is_list, text);
    describe(writer, value);
    nested_ += writer.document();
  }

  void row(const std::string &key, const std::string &kind, const std::string &initial,
           const std::string &text) {
    rows_ += fmt::format("| `{}` | {} | {} | {} |\n", key, kind, initial, text);
  }

  std::string path_, head_, rows_, notes_, nested_;
};

} // namespace

std::string reference_markdown() {
  ReferenceWriter writer("", false, "");
  Case defaults;
  describe(writer, defaults);
  return introduction + writer.document();
}

} // namespace earshot
