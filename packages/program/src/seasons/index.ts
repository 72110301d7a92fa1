export * from './season.ts'
export { calendarOf, type Calendar } from './calendar.ts'
