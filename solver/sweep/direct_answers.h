#ifndef EARSHOT_SWEEP_DIRECT_ANSWERS_H
#define EARSHOT_SWEEP_DIRECT_ANSWERS_H

#include "solver/sweep/sweep_point.h"

namespace earshot {

/// Whether two points are the same for every output.
bool same_point(const Factors &a, const Factors &b);

/// The points that were solved directly, and what the solves say.
class DirectAnswers {
public:
  void add(const Factors &point, SweepPoint answer);
  /// @return nullptr where a point was not solved
  const SweepPoint *find(const Factors &point) const;
  bool contains(const Factors &point) const { return find(point) != nullptr; }
  const std::vector<Factors> &points() const { return points_; }

private:
  std::vector<Factors> points_;
  std::vector<SweepPoint> answers_;
};

} // namespace earshot

#endif
