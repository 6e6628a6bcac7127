#include "solver/config/toml_limits.h"

#include "solver/config/located.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace earshot {

namespace {

constexpr int deepest = 32;

/// Walks through a text of TOML, knowing no more of it than what is quoted, commented, nested and dotted.
class TomlWalk {
public:
  TomlWalk(const std::string &text, const std::string &file) : text_(text), file_(file) {}

  void run() {
    if (text_.compare(0, 3, "\xef\xbb\xbf") == 0) // the mark of UTF-8
      at_ = 3;
    while (at_ < text_.size()) {
      const char letter = text_[at_];
      if (letter == '#')
        at_ = std::min(text_.find('\n', at_), text_.size());
      else if (letter == '"' || letter == '\'')
        skip_quoted(letter);
      else
        plain(letter);
    }
  }

private:
  void plain(char letter) {
    if (static_cast<unsigned char>(letter) >= 0x80)
      fail("found a letter beyond ASCII, expected it in quotation marks");
    if (letter == '[' || letter == '{')
      ++nested_;
    if (letter == ']' || letter == '}')
      nested_ -= nested_ > 0 ? 1 : 0;
    const bool goes_on = letter == '.' || letter == '_' || letter == '-' || letter == ' ' || letter == '\t' ||
                         std::isalnum(static_cast<unsigned char>(letter)) != 0;
    dots_ = letter == '.' ? dots_ + 1 : goes_on ? dots_ : 0;
    if (nested_ > deepest || dots_ > deepest)
      fail(fmt::format("found values or keys nested more than {} deep", deepest));
    ++at_;
  }

  /// Goes behind a text in quotation marks, of one or of many lines; toml++ reports one without end.
  void skip_quoted(char quote) {
    const std::string three(3, quote);
    const bool many_lines = text_.compare(at_, 3, three) == 0;
    at_ += many_lines ? 3 : 1;
    while (at_ < text_.size()) {
      if (many_lines ? text_.compare(at_, 3, three) == 0 : text_[at_] == quote || text_[at_] == '\n')
        break;
      const bool escapes = quote == '"' && text_[at_] == '\\';
      ++at_;
      if (escapes)
        skip_escaped();
    }
    at_ = std::min(at_ + (many_lines ? 3 : 1), text_.size());
  }

  /// Behind a backslash: a letter, or the blanks that a continued line leaves out.
  void skip_escaped() {
    if (at_ >= text_.size() || std::isspace(static_cast<unsigned char>(text_[at_])) == 0) {
      ++at_;
      return;
    }
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0)
      ++at_;
    if (at_ < text_.size() && static_cast<unsigned char>(text_[at_]) >= 0x80)
      fail("found a continued line that begins with a letter beyond ASCII");
  }

  [[noreturn]] void fail(const std::string &message) const {
    const auto line = std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n');
    const std::size_t begin = at_ == 0 ? 0 : text_.rfind('\n', at_ - 1) + 1; // npos + 1 is 0
    const int column = static_cast<int>(at_ - begin) + 1;
    throw UserError({file_, static_cast<int>(line) + 1, column, ""},
                    fmt::format("column {}: not valid TOML: {}", column, message));
  }

  const std::string &text_;
  const std::string &file_;
  std::size_t at_ = 0;
  int nested_ = 0, dots_ = 0;
};

} // namespace

void check_toml_limits(const std::string &text, const std::string &file) {
  TomlWalk(text, file).run();
}

} // namespace earshot
