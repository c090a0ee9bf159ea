#include "engine/exercise/network_svg.h"

#include <algorithm>

#include "engine/exercise/answer_text.h"
#include "engine/insight/notation.h"

namespace backprop {
namespace {

constexpr int kColumn = 190, kRow = 96, kMargin = 70, kTop = 20, kRadius = 24;
constexpr int kFont = 15;
// How far along its line the number of a weight stands: nearer to where it comes from, so that the
// lines of two neurons cross between their numbers.
constexpr double kAlong = 0.34;

struct Spot {
  double x, y;
};

std::string px(double value) { return significant(value, 5); }

class NetworkPicture {
 public:
  explicit NetworkPicture(const HandStep& step) : step_(step), network_(step.network()) {
    rows_ = network_.input_count();
    for (const Network::Layer& layer : network_.layers()) rows_ = std::max(rows_, layer.outputs);
  }

  std::string draw() const {
    const int layers = network_.layer_count();
    const int width = 2 * kMargin + layers * kColumn, height = 2 * kTop + rows_ * kRow;
    std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " +
                      std::to_string(width) + ' ' + std::to_string(height) +
                      "\" role=\"img\" aria-label=\"The network with its weights\" "
                      "font-family=\"sans-serif\" font-size=\"" +
                      std::to_string(kFont) + "\" text-anchor=\"middle\">\n";
    for (int layer = 0; layer < layers; ++layer) svg += lines(layer);
    for (int layer = 0; layer < layers; ++layer) svg += weights(layer);
    for (int i = 0; i < network_.input_count(); ++i) svg += input(i);
    for (int layer = 0; layer < layers; ++layer) svg += neurons(layer);
    return svg + "</svg>\n";
  }

 private:
  // Layer −1 are the inputs.
  int count(int layer) const {
    return layer < 0 ? network_.input_count() : network_.layer(layer).outputs;
  }
  Spot spot(int layer, int neuron) const {
    const double first = kTop + kRow * (rows_ - count(layer)) / 2.0;
    return {static_cast<double>(kMargin + (layer + 1) * kColumn),
            first + kRow * neuron + kRow / 2.0 - 8};
  }
  template <class Draw>
  std::string each_weight(int layer, Draw draw) const {
    std::string svg;
    for (int j = 0; j < count(layer); ++j) {
      for (int i = 0; i < count(layer - 1); ++i)
        svg += draw(spot(layer - 1, i), spot(layer, j), j, i);
    }
    return svg;
  }
  std::string lines(int layer) const {
    return each_weight(layer, [](Spot from, Spot to, int, int) {
      return "<path d=\"M" + px(from.x) + ' ' + px(from.y) + 'L' + px(to.x) + ' ' + px(to.y) +
             "\" stroke=\"#777\"/>\n";
    });
  }
  std::string weights(int layer) const {
    return each_weight(layer, [&](Spot from, Spot to, int neuron, int input) {
      const float weight = network_.parameters()[network_.weight_index(layer, neuron, input)];
      return text({from.x + (to.x - from.x) * kAlong, from.y + (to.y - from.y) * kAlong + 5},
                  answer_text(static_cast<double>(weight)),
                  " stroke=\"#fff\" stroke-width=\"5\" paint-order=\"stroke\"");
    });
  }
  std::string text(Spot at, const std::string& words, const std::string& more = {}) const {
    return "<text x=\"" + px(at.x) + "\" y=\"" + px(at.y) + '"' + more + '>' + html_text(words) +
           "</text>\n";
  }
  std::string circle(Spot at) const {
    return "<circle cx=\"" + px(at.x) + "\" cy=\"" + px(at.y) + "\" r=\"" +
           std::to_string(kRadius) + "\" fill=\"#fff\" stroke=\"#000\"/>\n";
  }
  bool one_sample() const { return step_.samples() == 1; }
  std::string input(int index) const {
    const Spot at = spot(-1, index);
    std::string words = "x" + subscript(index + 1);
    const auto value = static_cast<double>(step_.batch().input(index, 0));
    std::string svg = circle(at) + text({at.x, at.y + 5}, words);
    if (one_sample()) svg += text({at.x, at.y + kRadius + 18}, answer_text(value));
    return svg;
  }
  std::string neurons(int layer) const {
    std::string svg;
    for (int j = 0; j < count(layer); ++j) {
      const Spot at = spot(layer, j);
      const float bias = network_.parameters()[network_.bias_index(layer, j)];
      svg += circle(at) + text({at.x, at.y + 5}, neuron_symbol("a", "a", layer, j).text);
      svg += text({at.x, at.y + kRadius + 18}, "b = " + answer_text(static_cast<double>(bias)));
      if (layer + 1 == network_.layer_count() && one_sample()) {
        const std::string name = count(layer) > 1 ? "y" + subscript(j + 1) : "y";
        const auto target = static_cast<double>(
            step_.batch().targets[static_cast<std::size_t>(j * step_.batch().stride)]);
        svg += text({at.x + kRadius + 8, at.y + 5}, name + " = " + answer_text(target),
                    " text-anchor=\"start\"");
      }
    }
    return svg;
  }

  const HandStep& step_;
  const Network& network_;
  int rows_ = 1;
};

}  // namespace

std::string html_text(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string network_svg(const HandStep& step) { return NetworkPicture(step).draw(); }

}  // namespace backprop
