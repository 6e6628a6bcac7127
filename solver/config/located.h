#ifndef EARSHOT_CONFIG_LOCATED_H
#define EARSHOT_CONFIG_LOCATED_H

#include <complex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace earshot {

/// A place in a case file.
struct SourcePosition {
  std::string file;
  int line = 0; ///< 0: not from a file (a default, or --set)
  int column = 0;
  std::string key; ///< dotted path, e.g. "driver[0].motor.resistance"

  /// Whether the user wrote nothing here: neither in a file nor with --set.
  bool is_default() const { return line == 0 && file != "--set"; }
};

/// A value and where it was written.
template <class T>
struct Located {
  T value{};
  SourcePosition where;

  Located() = default;
  Located(T v, SourcePosition w = {}) : value(std::move(v)), where(std::move(w)) {}
  operator const T &() const { return value; }
};

/// PETSc's headers define arithmetic of complex numbers with integers, to which a Located number would be
/// truncated silently. Say `.value` instead.
template <class T, class U>
void operator+(const Located<T> &, const std::complex<U> &) = delete;
template <class T, class U>
void operator+(const std::complex<U> &, const Located<T> &) = delete;
template <class T, class U>
void operator-(const Located<T> &, const std::complex<U> &) = delete;
template <class T, class U>
void operator-(const std::complex<U> &, const Located<T> &) = delete;
template <class T, class U>
void operator*(const Located<T> &, const std::complex<U> &) = delete;
template <class T, class U>
void operator*(const std::complex<U> &, const Located<T> &) = delete;
template <class T, class U>
void operator/(const Located<T> &, const std::complex<U> &) = delete;
template <class T, class U>
void operator/(const std::complex<U> &, const Located<T> &) = delete;

/// One thing that is wrong with the user's input.
struct Diagnostic {
  SourcePosition where;
  std::string message; ///< what was found and what was expected
};

/// "file:line: key: message", without the parts that are unknown.
std::string to_string(const Diagnostic &diagnostic);

/// The input can't be used. `what()` lists every problem, a line each: file:line: key: message. Exit code 2.
class UserError : public std::runtime_error {
public:
  explicit UserError(std::vector<Diagnostic> diagnostics);
  explicit UserError(const std::string &message) : UserError({{SourcePosition{}, message}}) {}
  UserError(const SourcePosition &where, const std::string &message) : UserError({{where, message}}) {}

  const std::vector<Diagnostic> &diagnostics() const { return diagnostics_; }

private:
  std::vector<Diagnostic> diagnostics_;
};

/// The candidate closest to `word` by edit distance, or "" when none is near.
std::string nearest_name(const std::string &word, const std::vector<std::string> &candidates);

/// The end of a message about a name that is none of the candidates: `expected one of "a", "b"; did you mean
/// "b"?`.
std::string expected_one_of(const std::string &word, const std::vector<std::string> &candidates);

} // namespace earshot

#endif
