#include "solver/config/declaration.h"
#include "solver/config/documents.h"

#include <fmt/format.h>

namespace earshot {

namespace {

std::string quoted(const std::string &text) {
  std::string result = "\"";
  for (const char letter : text) {
    const auto code = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\')
      result += std::string("\\") + letter;
    else if (code < 0x20 || code == 0x7f)
      result += fmt::format("\\u{:04X}", code);
    else
      result += letter;
  }
  return result + "\"";
}

/// The visitor that writes the table of one struct, and the tables of the structs in it behind that.
class ResolvedWriter {
public:
  explicit ResolvedWriter(std::string path, bool is_list = false)
      : path_(std::move(path)), head_(path_.empty() ? ""
                                      : is_list     ? "\n[[" + path_ + "]]\n"
                                                    : "\n[" + path_ + "]\n") {}

  std::string document() const { return head_ + rows_ + nested_; }

  void quantity(const std::string &key, const Located<double> &value, const QuantitySpec &spec) {
    if (spec.allowed.contains(value)) // else the default that stands for "not given"
      row(key, toml(value, spec), value.where);
  }
  void quantity(const std::string &key, const std::optional<Located<double>> &value,
                const QuantitySpec &spec) {
    if (value)
      quantity(key, *value, spec);
  }
  void quantity(const std::string &key, const std::vector<Located<double>> &values,
                const QuantitySpec &spec) {
    if (values.empty())
      return;
    std::string list;
    for (const Located<double> &value : values)
      list += (list.empty() ? "" : ", ") + toml(value, spec);
    row(key, "[" + list + "]", values.front().where);
  }
  void integer(const std::string &key, const Located<int> &value, const IntegerSpec &) {
    row(key, fmt::format("{}", value.value), value.where);
  }
  void flag(const std::string &key, const Located<bool> &value, const std::string &) {
    row(key, value ? "true" : "false", value.where);
  }
  void text(const std::string &key, const Located<std::string> &value, const TextSpec &) {
    if (!value.value.empty())
      row(key, quoted(value), value.where);
  }
  void texts(const std::string &key, const std::vector<Located<std::string>> &values, const TextSpec &) {
    std::string list;
    for (const Located<std::string> &value : values)
      list += (list.empty() ? "" : ", ") + quoted(value);
    if (!values.empty())
      row(key, "[" + list + "]", values.front().where);
  }
  template <class T>
  void section(const std::string &key, T &value, const std::string &) {
    nest(key, value, false);
  }
  template <class T>
  void section(const std::string &key, std::optional<T> &value, const std::string &) {
    if (value)
      nest(key, *value, false);
  }
  template <class T>
  void list(const std::string &key, std::vector<T> &values, const std::string &, std::size_t) {
    for (T &value : values)
      nest(key, value, true);
  }
  void exactly_one(const std::vector<std::string> &) {}
  void formerly(const std::string &, const std::string &) {}
  void include(const std::string &, const std::string &) {}

private:
  /// Ratios as plain numbers, everything else as text with its unit.
  static std::string toml(double value, const QuantitySpec &spec) {
    const std::string text = format_quantity(value, spec.unit);
    return text.find(' ') == std::string::npos ? text : quoted(text);
  }

  void row(const std::string &key, const std::string &value, const SourcePosition &where) {
    rows_ += fmt::format("{} = {}{}\n", key, value, where.is_default() ? " # default" : "");
  }

  template <class T>
  void nest(const std::string &key, T &value, bool is_list) {
    ResolvedWriter writer(path_.empty() ? key : path_ + "." + key, is_list);
    describe(writer, value);
    nested_ += writer.document();
  }

  std::string path_, head_, rows_, nested_;
};

} // namespace

std::string resolved_toml(const Case &c) {
  ResolvedWriter writer("");
  Case copy = c; // a declaration takes what it describes as changeable
  describe(writer, copy);
  return fmt::format("# What earshot made of {}\n{}", c.file, writer.document());
}

} // namespace earshot
