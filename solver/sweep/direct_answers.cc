#include "solver/sweep/direct_answers.h"

namespace earshot {

bool same_point(const Factors &a, const Factors &b) {
  return a.omega == b.omega && a.terms == b.terms && a.loads == b.loads && a.outputs == b.outputs;
}

void DirectAnswers::add(const Factors &point, SweepPoint answer) {
  points_.push_back(point);
  answers_.push_back(std::move(answer));
}

const SweepPoint *DirectAnswers::find(const Factors &point) const {
  for (std::size_t k = points_.size(); k-- > 0;)
    if (same_point(points_[k], point))
      return &answers_[k];
  return nullptr;
}

} // namespace earshot
