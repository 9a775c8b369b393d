// Valence and arousal of the last half minute. A line is thin where it is not sure, and stops where nothing was read.

const SPAN = 30000, GAP = 1000
const LEFT = 40, RIGHT = 76, EDGE = 14
const past = []

export function remember(face, now) {
  if (face) past.push({ now, valence: face.valence, arousal: face.arousal, confidence: face.confidence })
  while (past.length && past[0].now < now - SPAN) past.shift()
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

export function line(canvas, now) {
  const scale = devicePixelRatio, width = canvas.clientWidth, height = canvas.clientHeight
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale)
    canvas.height = Math.round(height * scale)
  }
  const draw = canvas.getContext('2d')
  draw.setTransform(scale, 0, 0, scale, 0, 0)
  draw.clearRect(0, 0, width, height)
  draw.font = `15px ${getComputedStyle(canvas).fontFamily}`
  draw.textBaseline = 'middle'
  const x = (when) => LEFT + (1 - (now - when) / SPAN) * (width - LEFT - RIGHT)
  const y = (value) => height / 2 - value * (height / 2 - EDGE)
  axes(draw, width, y)
  const ends = []
  for (const [name, ink, dash] of [['valence', '--accent', []], ['arousal', '--other', [7, 5]]]) {
    draw.strokeStyle = draw.fillStyle = colour(ink)
    course(draw, name, dash, x, y)
    const last = past.at(-1)
    if (last && now - last.now < GAP) ends.push([name, y(last[name]), draw.fillStyle])
  }
  labels(draw, ends, width, height)
}

function axes(draw, width, y) {
  draw.lineWidth = 1
  for (const [value, text] of [[1, '+1'], [0, '0'], [-1, '−1']]) {
    draw.strokeStyle = colour('--line')
    draw.beginPath()
    draw.moveTo(LEFT, y(value))
    draw.lineTo(width - RIGHT, y(value))
    draw.stroke()
    draw.fillStyle = colour('--quiet')
    draw.textAlign = 'right'
    draw.fillText(text, LEFT - 8, y(value))
  }
}

function course(draw, name, dash, x, y) {
  let along = 0
  draw.setLineDash(dash)
  draw.lineCap = dash.length ? 'butt' : 'round'
  for (let k = 1; k < past.length; k++) {
    const [before, after] = [past[k - 1], past[k]]
    if (after.now - before.now > GAP) continue
    draw.lineWidth = 1.2 + 6 * after.confidence
    draw.lineDashOffset = along // the dashes go on from one piece to the next
    draw.beginPath()
    draw.moveTo(x(before.now), y(before[name]))
    draw.lineTo(x(after.now), y(after[name]))
    draw.stroke()
    along += Math.hypot(x(after.now) - x(before.now), y(after[name]) - y(before[name]))
  }
  draw.setLineDash([])
}

function labels(draw, ends, width, height) {
  draw.textAlign = 'left'
  if (ends.length === 2 && Math.abs(ends[0][1] - ends[1][1]) < 18) {
    const middle = (ends[0][1] + ends[1][1]) / 2, up = ends[0][1] <= ends[1][1] ? 1 : -1
    ends[0][1] = middle - 9 * up
    ends[1][1] = middle + 9 * up
  }
  for (const [name, where, ink] of ends) {
    draw.fillStyle = ink
    draw.fillText(name, width - RIGHT + 8, Math.min(height - 9, Math.max(9, where)))
  }
}
