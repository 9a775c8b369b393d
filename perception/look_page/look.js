// Shows each picture with what is read of it. The pictures come over a socket, and only while it is open.

import { line, remember } from './trace.js'
import { rows, strengths } from './units.js'

const at = (id) => document.getElementById(id)
const image = new Image()
let socket = null, told = null, points = true, paused = false

function picture() {
  const canvas = at('picture'), draw = canvas.getContext('2d')
  if (canvas.width !== image.naturalWidth || canvas.height !== image.naturalHeight) {
    canvas.width = image.naturalWidth
    canvas.height = image.naturalHeight
  }
  draw.drawImage(image, 0, 0)
  if (!points || !told.face) return
  const size = Math.max(1.4, canvas.width / 420)
  for (const [colour, wider] of [['#12303a', 0.8], ['#b9f0e6', 0]]) {
    // a dark rim, so that points show on every skin and in every light
    draw.fillStyle = colour
    for (const [x, y] of told.face.points)
      draw.fillRect(x * canvas.width - (size + wider) / 2, y * canvas.height - (size + wider) / 2, size + wider, size + wider)
  }
}

const aside = (degrees, one, other) => (degrees === 0 ? '0°' : `${Math.abs(degrees)}° ${degrees > 0 ? one : other}`)
const signed = (value) => (Math.abs(value) < 0.005 ? '0.00' : (value > 0 ? '+' : '−') + Math.abs(value).toFixed(2))

function inWords(face) {
  if (!face) return [['Face', 'none to be seen']]
  const [yaw, pitch] = face.pose
  return [
    ['Head', `${aside(yaw, 'to the right', 'to the left')}, ${aside(pitch, 'down', 'up')}`],
    ['Looks this way', face.attending ? 'yes' : 'no'],
    ['Engagement', face.engaged],
    ['Lips', face.lips],
    ['Expression', face.expression],
    ['Valence', signed(face.valence)],
    ['Arousal', signed(face.arousal)],
    ['Trust in both', face.confidence.toFixed(2)],
  ]
}

function words(face) {
  const list = at('words-list'), pairs = inWords(face)
  if (list.childElementCount !== 2 * pairs.length)
    list.replaceChildren(...pairs.flatMap(() => [document.createElement('dt'), document.createElement('dd')]))
  pairs.forEach((pair, row) => pair.forEach((text, column) => set(list.children[2 * row + column], text)))
  const doubts = !face ? [] : face.doubts.length ? face.doubts : ['nothing: the picture is good']
  const shown = at('doubts')
  if (shown.childElementCount !== doubts.length) shown.replaceChildren(...doubts.map(() => document.createElement('li')))
  doubts.forEach((text, row) => set(shown.children[row], text))
  if (shown.firstChild) shown.firstChild.className = face.doubts.length ? '' : 'none'
}

function set(element, text) {
  if (element.textContent !== text) element.textContent = text
}

// A screen reader is told what has stayed so for a second and a half, not fifteen times a second.
let waiting = '', since = 0
function say(face, now) {
  const text = !face ? 'No face in the picture.' : face.doubts.length ? `Trusted less: ${face.doubts.join('; ')}.` : 'The picture is good.'
  if (text !== waiting) [waiting, since] = [text, now]
  if (now - since > 1500) set(at('said'), text)
}

function nothing() {
  const canvas = at('picture')
  canvas.getContext('2d').clearRect(0, 0, canvas.width, canvas.height)
  strengths([])
  words(null)
}

function watching(on, text, message = '') {
  at('watching').classList.toggle('on', on)
  set(at('watching').querySelector('b'), text)
  set(at('message'), message)
  if (message) set(at('said'), message)
}

function shown(event) {
  told = JSON.parse(event.data)
  if (told.error) return
  const now = performance.now()
  watching(true, 'Camera on')
  image.src = 'data:image/jpeg;base64,' + told.jpeg
  remember(told.face, now)
  strengths(told.face ? told.face.units : [])
  line(at('trace'), now)
  words(told.face)
  say(told.face, now)
}

function open() {
  socket = new WebSocket(`ws://${location.host}/live`)
  socket.onmessage = shown
  socket.onclose = () => {
    nothing()
    if (paused) watching(false, 'Camera off', 'You stopped looking: no pictures are taken.')
    else watching(false, 'Camera off', told && told.error ? told.error : 'The command was stopped, and the camera is off.')
  }
}

at('pause').onclick = () => {
  paused = !paused
  set(at('pause'), paused ? 'Look again' : 'Stop looking')
  if (paused) socket.close()
  else open()
}
at('points').onclick = () => {
  points = !points
  at('points').setAttribute('aria-pressed', String(points))
  if (socket.readyState === WebSocket.OPEN && told && told.jpeg) picture()
}
image.onload = () => socket.readyState === WebSocket.OPEN && picture()
await rows(document.querySelector('table'))
words(null)
open()
