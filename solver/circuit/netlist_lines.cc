#include "solver/circuit/netlist_lines.h"

#include "solver/config/located.h"
#include "solver/files/user_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace earshot {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
bool is_name_letter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
}
bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

/// Follows braces and quotes, within which blanks and signs mean nothing.
class Bracing {
public:
  /// @return whether the letter, or the one before it, is within braces or quotes
  bool holds(char c) {
    const bool before = depth_ > 0 || quoted_;
    if (c == '\'')
      quoted_ = !quoted_;
    else if (!quoted_ && c == '{')
      ++depth_;
    else if (!quoted_ && c == '}' && depth_ > 0)
      --depth_;
    return before || depth_ > 0 || quoted_;
  }
  bool is_open() const { return depth_ > 0 || quoted_; }

private:
  int depth_ = 0;
  bool quoted_ = false;
};

std::string without_comment(const std::string &line) {
  for (std::size_t k = 0; k < line.size(); ++k)
    if (line[k] == ';' || line.compare(k, 2, "//") == 0 || (line[k] == '$' && k > 0 && is_blank(line[k - 1])))
      return line.substr(0, k);
  return line;
}

/// Places of the = that give a name a value.
std::vector<std::size_t> assignment_signs(const std::string &text) {
  std::vector<std::size_t> signs;
  Bracing bracing;
  for (std::size_t k = 0; k < text.size(); ++k)
    if (!bracing.holds(text[k]) && text[k] == '=') {
      const bool compares = (k + 1 < text.size() && text[k + 1] == '=') ||
                            (k > 0 && std::string("=<>!").find(text[k - 1]) != std::string::npos);
      if (!compares)
        signs.push_back(k);
    }
  return signs;
}

/// Where the name before a sign begins.
std::size_t name_before(const std::string &text, std::size_t sign) {
  std::size_t k = sign;
  while (k > 0 && is_blank(text[k - 1]))
    --k;
  while (k > 0 && is_name_letter(text[k - 1]))
    --k;
  return k;
}

class LineParser {
public:
  LineParser(const std::string &file, NetlistLine &line) : file_(file), line_(line) {}

  void parse() {
    const std::string &text = line_.text;
    const std::vector<std::size_t> signs = assignment_signs(text);
    std::size_t head = text.size();
    for (std::size_t k = 0; k < signs.size(); ++k) {
      const std::size_t name = name_before(text, signs[k]),
                        end = k + 1 < signs.size() ? name_before(text, signs[k + 1]) : text.size();
      if (k == 0)
        head = name;
      std::string value = trimmed(text.substr(signs[k] + 1, end - signs[k] - 1));
      while (!value.empty() && value.back() == ',')
        value = trimmed(value.substr(0, value.size() - 1));
      line_.assignments.push_back({trimmed(text.substr(name, signs[k] - name)), without_braces(value)});
    }
    split_words(text.substr(0, head));
  }

private:
  void split_words(const std::string &head) {
    Bracing bracing;
    std::string word;
    int brackets = 0;
    const auto finish = [&] {
      if (!word.empty())
        line_.words.push_back(word);
      word.clear();
    };
    for (std::size_t k = 0; k < head.size(); ++k) {
      const char c = head[k];
      if (bracing.holds(c)) {
        word += c;
        if (!bracing.is_open())
          finish();
      } else if (is_blank(c) || c == '(' || c == ')' || c == ',') {
        brackets += c == '(' ? 1 : c == ')' ? -1 : 0;
        const bool within = k > 0 && k + 1 < head.size() && is_digit(head[k - 1]) && is_digit(head[k + 1]);
        if (c == ',' && brackets == 0 && within)
          fail(fmt::format("found \"{}\", expected decimal points in numbers and blanks between words",
                           excerpt(word_around(head, k))));
        finish();
      } else {
        word += c;
      }
    }
    if (bracing.is_open())
      fail("found a brace or a quotation mark without its end");
    finish();
  }

  static std::string word_around(const std::string &head, std::size_t at) {
    std::size_t begin = at, end = at;
    while (begin > 0 && !is_blank(head[begin - 1]))
      --begin;
    while (end < head.size() && !is_blank(head[end]))
      ++end;
    return head.substr(begin, end - begin);
  }
  [[noreturn]] void fail(const std::string &message) const {
    throw UserError({file_, line_.number, 1, ""}, message);
  }

  const std::string &file_;
  NetlistLine &line_;
};

} // namespace

std::string without_braces(const std::string &text) {
  const bool braced = text.size() > 1 && ((text.front() == '{' && text.back() == '}') ||
                                          (text.front() == '\'' && text.back() == '\'') ||
                                          (text.front() == '"' && text.back() == '"'));
  const std::string inner = braced ? text.substr(1, text.size() - 2) : text;
  return braced && inner.find_first_of("{}'") == std::string::npos ? inner : text;
}

std::vector<NetlistLine> netlist_lines(const std::string &text, const std::string &file,
                                       std::vector<std::string> &notes) {
  std::vector<NetlistLine> lines;
  const std::vector<std::string> raw = lines_of(text);
  bool in_control = false;
  for (std::size_t k = 0; k < raw.size(); ++k) {
    const int number = static_cast<int>(k) + 1;
    std::string line = trimmed(lower_case(without_comment(raw[k])));
    if (line.empty() || line[0] == '*' || line[0] == '#')
      continue;
    if (line.rfind(".control", 0) == 0) {
      in_control = true;
      notes.push_back(fmt::format("{}:{}: the commands of .control are left out", file, number));
    }
    const bool ends_control = line.rfind(".endc", 0) == 0;
    if (in_control || ends_control) {
      in_control = in_control && !ends_control;
      continue;
    }
    if (line[0] == '+' && !lines.empty())
      lines.back().text += " " + line.substr(1);
    else
      lines.push_back({number, line[0] == '+' ? line.substr(1) : line, {}, {}});
  }
  for (NetlistLine &line : lines)
    LineParser(file, line).parse();
  std::erase_if(lines,
                [](const NetlistLine &line) { return line.words.empty() && line.assignments.empty(); });
  return lines;
}

} // namespace earshot
