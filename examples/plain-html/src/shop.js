// Whatever the page knows goes to Goodword by `push`, before and after its script has loaded.
const goodword = (window.goodword ||= [])

// A friend has asked for their coupon: put it in for them.
document.addEventListener('goodword:coupon', (event) => {
  document.querySelector('input[name=coupon]').value = event.detail.code
  event.preventDefault()
})

document.querySelector('#buy').addEventListener('click', () => {
  // Your server reports the same order with its amount; this tells which visitor it was.
  goodword.push(['convert', 'purchase', { order: `order-${Date.now()}` }])
  document.querySelector('#thanks').hidden = false
})
